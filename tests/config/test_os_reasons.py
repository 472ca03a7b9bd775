"""What the system refuses is said to people in their language."""

import errno
import os

import pytest

from config.messages import message
from config.os_reasons import reason_of


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EROFS, "所在的磁盘或共享是只读的"),
        (errno.EACCES, "没有权限"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EADDRINUSE, "端口已被其他程序占用"),
        (errno.EXDEV, "系统错误 EXDEV"),
    ],
)
def test_a_reason_in_either_language(number, told):
    refused = message("cli.not_written", file="x", reason=reason_of(OSError(number, os.strerror(number))))
    assert refused.said("zh-CN") == f"x：无法写入（{told}）"
    assert refused.said("en") == f"x: cannot be written ({os.strerror(number)})"


def test_an_error_without_a_number_is_named():
    assert reason_of(OSError()).said("zh-CN") == "系统错误 OSError"
