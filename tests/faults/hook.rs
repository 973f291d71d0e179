//! The panic hook: what a panic says goes nowhere, its place and its number do.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;
use yousu::health::panics;
use yousu::metrics::{Metrics, Trouble};

/// What is logged.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("whole").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[test]
fn a_panic_is_counted_and_logged_by_its_place_only() {
    let (written, metrics) = (Written::default(), Arc::new(Metrics::default()));
    let before = std::panic::take_hook();
    panics::watch(metrics.clone());
    let log = tracing_subscriber::fmt().with_writer(written.clone()).with_ansi(false).finish();
    let caught = tracing::subscriber::with_default(log, || {
        std::panic::catch_unwind(|| {
            let text = String::from("楼下烧烤摊半夜还在吵");
            assert!(text.contains("路灯"), "cannot be understood: {text}");
        })
    });
    std::panic::set_hook(before);
    assert!(caught.is_err());
    assert!(metrics.troubles.count(Trouble::Panic) >= 1, "other tests may panic at the same time");
    let log = String::from_utf8(written.0.lock().expect("whole").clone()).expect("UTF-8");
    assert!(log.contains("a part of the program panicked") && log.contains("tests/faults/hook.rs"), "{log}");
    assert!(!log.contains("烧烤"), "{log}");
}
