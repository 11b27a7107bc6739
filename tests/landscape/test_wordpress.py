"""WordPress: no foreign keys, accents that the collation ignores, lengths inside serialised values."""

from __future__ import annotations

import re

import pytest

from tests.landscape.systems import Company, asked, counted

pytestmark = pytest.mark.mariadb

DANGLING = """
SELECT 'user meta', umeta_id FROM wp_usermeta m
    WHERE NOT EXISTS (SELECT 1 FROM wp_users u WHERE u.ID = m.user_id)
UNION ALL SELECT 'post meta', meta_id FROM wp_postmeta m
    WHERE NOT EXISTS (SELECT 1 FROM wp_posts p WHERE p.ID = m.post_id)
UNION ALL SELECT 'comment', comment_ID FROM wp_comments c WHERE user_id > 0
    AND NOT EXISTS (SELECT 1 FROM wp_users u WHERE u.ID = c.user_id)
UNION ALL SELECT 'author', ID FROM wp_posts p WHERE post_author > 0
    AND NOT EXISTS (SELECT 1 FROM wp_users u WHERE u.ID = p.post_author)
UNION ALL SELECT 'term', object_id FROM wp_term_relationships r
    WHERE NOT EXISTS (SELECT 1 FROM wp_posts p WHERE p.ID = r.object_id)
"""
# Without the cache that names the last visitors: it goes when one of them is erased.
OPTIONS = """
SELECT option_name, md5(option_value) FROM wp_options
    WHERE option_name NOT LIKE '%besokare' ORDER BY option_id
"""
CHANNEL = """
SELECT r.object_id FROM wp_term_relationships r
    JOIN wp_term_taxonomy x ON x.term_taxonomy_id = r.term_taxonomy_id
    JOIN wp_terms t ON t.term_id = x.term_id WHERE t.slug = '{}' ORDER BY 1
"""
PIECE = re.compile(rb's:(\d+):"')


def everything_with(wordpress: Company, email: str) -> list[tuple[str, int]]:
    """Rows that hold exactly this address or a line of it, by table."""
    return wordpress.rows(
        "wordpress",
        f"""
        SELECT 'comment', comment_ID FROM wp_comments WHERE comment_author_email = '{email}'
        UNION ALL SELECT 'user', ID FROM wp_users WHERE user_email = '{email}'
        UNION ALL SELECT 'post', ID FROM wp_posts
            WHERE post_title = '{email}' OR post_content LIKE '%{email}%'
        UNION ALL SELECT 'meta', meta_id FROM wp_postmeta WHERE meta_value LIKE '%{email}%' ORDER BY 1, 2
        """,
    )


def lengths_hold(value: bytes) -> bool:
    """Whether every text in a PHP-serialised value is as long as it says."""
    return all(
        value[found.end() + int(found[1]) : found.end() + int(found[1]) + 2] == b'";'
        for found in PIECE.finditer(value)
    )


def test_erasing_a_user_leaves_her_namesakes_and_the_settings(wordpress: Company) -> None:
    email, namesake, trap = (
        wordpress.one(
            "wordpress", f"SELECT comment_author_email FROM wp_comments WHERE comment_ID = {number}"
        )
        for number in (2, 3, 20)
    )
    options = wordpress.rows("wordpress", OPTIONS)
    before = {each: everything_with(wordpress, each) for each in (namesake, trap)}
    # The trap: her address' beginning stands in somebody else's.
    local = email.split("@")[0].split(".")[1]
    assert local in trap
    assert all(before.values())
    assert {sort for sort, _ in everything_with(wordpress, email)} == {"comment", "meta", "post", "user"}
    meta = "SELECT count(*) FROM wp_usermeta WHERE user_id = 2"
    assert wordpress.one("wordpress", meta) == 18
    assert wordpress.rows("wordpress", DANGLING) == []
    plan = wordpress.erase("email", email)
    assert asked(plan) == {}
    wordpress.carry_out(plan)
    assert everything_with(wordpress, email) == []
    assert wordpress.one("wordpress", meta) == 0
    assert {each: everything_with(wordpress, each) for each in before} == before
    assert wordpress.rows("wordpress", DANGLING) == []
    assert wordpress.rows("wordpress", OPTIONS) == options
    serialised = wordpress.rows(
        "wordpress",
        "SELECT option_value FROM wp_options WHERE option_name IN ('widget_text', 'wp_user_roles')",
    )
    assert len(serialised) == 2
    assert all(lengths_hold(value.encode()) for (value,) in serialised)


def test_what_is_due_goes_and_articles_stay_when_their_author_leaves(wordpress: Company) -> None:
    articles = "SELECT md5(group_concat(ID, post_title, post_content ORDER BY ID)) FROM wp_posts "
    articles += "WHERE post_type IN ('post', 'page', 'revision', 'attachment')"
    before = wordpress.one("wordpress", articles)
    written = "SELECT count(*) FROM wp_posts WHERE post_author = 13"
    assert wordpress.one("wordpress", written) > 0
    assert [wordpress.rows("wordpress", CHANNEL.format(each)) for each in ("demo", "nyhetsbrev")] == [
        [(65,), (69,), (77,)],
        [(67,), (73,)],
    ]
    old = "SELECT count(*) FROM wp_comments WHERE comment_date < '2025-11-22' AND comment_author_IP <> ''"
    young = "SELECT count(*) FROM wp_comments WHERE comment_date >= '2025-11-22' AND comment_author_IP <> ''"
    comments = "SELECT count(*) FROM wp_comments"
    assert wordpress.one("wordpress", old) == 32
    kept, every = wordpress.one("wordpress", young), wordpress.one("wordpress", comments)
    plan = wordpress.plan("wordpress")
    steps = counted(plan)
    assert steps["wordpress.demo.delete"] == 3
    assert "wordpress.letter.delete" not in steps
    assert steps["wordpress.comment.device"] + steps["wordpress.comment.delete"] == 32
    wordpress.carry_out(plan)
    assert wordpress.one("wordpress", old) == 0
    assert wordpress.one("wordpress", young) == kept
    assert wordpress.one("wordpress", comments) == every - steps["wordpress.comment.delete"]
    assert [wordpress.rows("wordpress", CHANNEL.format(each)) for each in ("demo", "nyhetsbrev")] == [
        [],
        [(67,), (73,)],
    ]
    assert wordpress.one("wordpress", "SELECT count(*) FROM wp_users WHERE ID = 13") == 0
    assert wordpress.one("wordpress", written) == 0
    assert wordpress.one("wordpress", articles) == before
    assert wordpress.rows("wordpress", DANGLING) == []
