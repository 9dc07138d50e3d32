"""The engine against labelled recordings; the counter never sees a label. See docs/motion/accuracy.md."""
