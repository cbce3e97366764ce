"""A log line says what broke and where, and nothing that people wrote."""

from bot.logs import broken_at


def fail(words: str) -> None:
    raise KeyError(words)


def failed(words: str) -> Exception:
    try:
        try:
            fail(words)
        except KeyError as error:
            raise RuntimeError(words) from error
    except RuntimeError as error:
        return error
    raise AssertionError


def test_a_fault_is_told_by_classes_and_lines() -> None:
    event = broken_at(None, "error", {"event": "event failed", "exc_info": failed("远帆的手机号")})

    assert [one["error"] for one in event["broken"]] == ["RuntimeError", "KeyError"]
    assert event["broken"][1]["at"][-1].endswith(" fail")
    assert "远帆" not in str(event)
    assert "exc_info" not in event


def test_an_event_without_a_fault_stays_as_it_is() -> None:
    assert broken_at(None, "info", {"event": "started"}) == {"event": "started"}
