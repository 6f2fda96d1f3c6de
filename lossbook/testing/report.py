"""What a run of the checks found."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(repr=False)
class Report:
    """What was checked, what was not and why, and notes: worth knowing, and no faults."""

    title: str
    checked: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    faults: list[tuple[str, str]] = field(default_factory=list)
    cause: Exception | None = None

    def __repr__(self) -> str:
        lines = [f"{self.title}: no fault found", f"checked: {', '.join(self.checked)}"]
        lines += [f"skipped: {name} ({reason})" for name, reason in self.skipped.items()]
        return "\n".join([*lines, *(f"note: {note}" for note in self.notes)])

    def complaint(self) -> str:
        """A sentence for each fault."""
        number = "a fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        return "\n".join(
            [f"check_loss finds {number} in {self.title}:", *(f"- {name}: {it}" for name, it in self.faults)]
        )
