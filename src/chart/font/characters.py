"""Prints the characters that pictures may have in their words."""

MARKS = "·×÷±°–—‘’“”…‰′″※℃%①②③④⑤⑥⑦⑧⑨⑩←↑→↓↗↘■□▲△▼▽●○◆◇★☆‱≤≥≈−✓✗、。《》「」『』【】〔〕！，：；？（）％＋－／＝￥"
LEFT_OUT = [("\u3040", "\u30ff"), ("\u0400", "\u04ff"), ("\u2500", "\u257f"), ("\u3105", "\u3129")]


def gb2312():
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                yield bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                continue


characters = {chr(code) for code in range(0x20, 0x7F)} | set(gb2312()) | set(MARKS)
kept = {c for c in characters if not any(first <= c <= last for first, last in LEFT_OUT)}
print("".join(sorted(kept)), end="")
