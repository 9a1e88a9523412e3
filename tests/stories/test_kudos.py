"""Thanks reach a freelancer by direct message or in a channel; where Muster can't write, the giver reads what to do."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

KENJI, GENERAL, TRIAGE = tests.stories.cast.KENJI, tests.stories.cast.GENERAL, tests.stories.cast.TRIAGE


def test_thanks_reach_the_person_after_a_moment_or_the_channel_that_was_previewed(programme: Programme) -> None:
    programme.ada.types("/kudos @kenji For the *calm* answers <!channel>")
    assert programme.kenji.reads() == []
    programme.passes("PT3M")
    assert "*Ada Harbour says thank you*\n>For the *calm* answers &lt;!channel&gt;" in programme.kenji.reads()[-1]
    preview = programme.ada.types("/kudos @kenji #triage For the guide", in_=TRIAGE)
    assert preview.labels == ["Send", "As a direct message"]
    programme.ada.presses("Send", in_=TRIAGE)
    programme.settles()
    assert f"*Ada Harbour says thank you to* <@{KENJI}>\n>For the guide" in programme.triage()[-1]


def test_where_muster_is_not_the_person_reads_it_directly_and_the_giver_how_to_invite_it(programme: Programme) -> None:
    programme.ada.types("/kudos @kenji #general For the guide")
    programme.ada.presses("Send")
    programme.settles()
    assert "*Ada Harbour says thank you*\n>For the guide" in programme.kenji.reads()[-1]
    assert f"type `/invite @Muster` in <#{GENERAL}>" in programme.ada.reads()[-1]
    assert programme.maren.reads() == []
