"""Stands for SGLang's kernels, which need a GPU: every name is there, and none can be called."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)

    def absent(*args, **kwargs):
        raise NotImplementedError(f"sgl_kernel.{name} needs a GPU")

    absent.__name__ = name
    return absent
