import os
from pathlib import Path

import pytest
from django.db import connection

own_server = pytest.mark.skipif("ZHIHENG_TEST_RUN" not in os.environ, reason="DATABASE_URL names a server")


@own_server
@pytest.mark.django_db
def test_tests_run_on_a_server_of_their_own():
    with connection.cursor() as cursor:
        cursor.execute("show data_directory")
        assert Path(cursor.fetchone()[0]).is_relative_to(Path(os.environ["ZHIHENG_TEST_RUN"]))


@pytest.mark.django_db
def test_the_database_has_a_name_that_marks_it_as_a_test():
    assert connection.settings_dict["NAME"].startswith("test_")


@own_server
@pytest.mark.django_db
def test_text_is_utf8_and_chinese_has_letters():
    with connection.cursor() as cursor:
        cursor.execute("show server_encoding")
        assert cursor.fetchone()[0] == "UTF8"
        cursor.execute("select datctype from pg_database where datname = current_database()")
        assert cursor.fetchone()[0] == "C.UTF-8"
