//! The fields of a request, as JSON or as a form with files: Telegram takes both.

use axum::extract::{FromRequest as _, Multipart, Request};
use serde_json::{Map, Value};

/// The fields of a request, and the names and sizes of files that came with it.
#[derive(Debug, Default)]
pub struct Fields {
    values: Map<String, Value>,
    files: Vec<(String, String, usize)>,
}

impl Fields {
    /// Reads the body.
    pub async fn read(request: Request) -> Result<Self, String> {
        let kind = request.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
        if kind.starts_with("multipart/form-data") {
            return Self::read_form(request).await;
        }
        let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.map_err(|error| error.to_string())?;
        if body.is_empty() {
            return Ok(Self::default());
        }
        if !kind.starts_with("application/json") {
            return Err(format!("unexpected content type {kind:?}"));
        }
        let values = serde_json::from_slice(&body).map_err(|error| format!("can't parse JSON: {error}"))?;
        Ok(Self { values, files: Vec::new() })
    }

    async fn read_form(request: Request) -> Result<Self, String> {
        let mut form = Multipart::from_request(request, &()).await.map_err(|error| error.to_string())?;
        let mut fields = Self::default();
        while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file) = field.file_name().map(str::to_owned) {
                let size = field.bytes().await.map_err(|error| error.to_string())?.len();
                fields.files.push((name, file, size));
            } else {
                let text = field.text().await.map_err(|error| error.to_string())?;
                fields.values.insert(name, Value::String(text));
            }
        }
        Ok(fields)
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// A number; forms carry it as text.
    pub fn number(&self, name: &str) -> Option<i64> {
        let value = self.values.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.parse().ok())
    }

    /// A fraction.
    pub fn fraction(&self, name: &str) -> Option<f64> {
        let value = self.values.get(name)?;
        value.as_f64().or_else(|| value.as_str()?.parse().ok())
    }

    /// Something with a shape; forms carry it as JSON in text.
    pub fn shape(&self, name: &str) -> Option<Value> {
        match self.values.get(name)? {
            Value::String(text) => serde_json::from_str(text).ok(),
            value => Some(value.clone()),
        }
    }

    /// The name and size of a file that came under this name.
    pub fn file(&self, name: &str) -> Option<(&str, usize)> {
        self.files.iter().find(|(field, _, _)| field == name).map(|(_, file, size)| (file.as_str(), *size))
    }

    /// Whether the field is there at all.
    pub fn has(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }
}
