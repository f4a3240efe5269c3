"""Does the window remember what it should, and survive settings somebody has broken?"""

from __future__ import annotations

from pathlib import Path

from annotator_ui.preferences import RECENT_MOST, Preferences


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    first = Preferences(file)
    first.theme, first.zoom, first.last_coder = "dark", 1.25, "ann, second"
    first.remember_coder(tmp_path / "a.annotator", "bea")
    first.sync()
    again = Preferences(file)
    assert (again.theme, again.zoom, again.last_coder) == ("dark", 1.25, "ann, second")
    assert again.coder_of(tmp_path / "a.annotator") == "bea"
    assert again.coder_of(tmp_path / "b.annotator") == ""


def test_the_last_project_comes_first_and_stands_once(tmp_path: Path) -> None:
    kept = Preferences(tmp_path / "settings.ini")
    for number in range(RECENT_MOST + 3):
        kept.remember_project(tmp_path / f"{number}.annotator", f"Study {number}, once")
    kept.remember_project(tmp_path / "11.annotator", "Study 11, again")
    names = [recent.name for recent in kept.recent()]
    assert names[:2] == ["Study 11, again", "Study 12, once"]
    assert len(names) == RECENT_MOST
    kept.forget_project(tmp_path / "11.annotator")
    assert kept.recent()[0].name == "Study 12, once"


def test_broken_settings_fall_back(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[window]\ntheme=purple\nzoom=huge\ngeometry=none\n", encoding="utf-8")
    kept = Preferences(file)
    assert kept.theme == "system"
    assert kept.zoom == 1.0
    assert kept.geometry.isEmpty()
    assert kept.recent() == []


def test_a_zoom_nobody_could_read_is_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "settings.ini"
    file.write_text("[window]\nzoom=900\n", encoding="utf-8")
    assert Preferences(file).zoom == 3.0
