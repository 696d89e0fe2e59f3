"""The statements of the database that keep the trail as it was written; run by a migration, tried by the tests.

Rows come in through INSERT alone. UPDATE and TRUNCATE are refused to everybody, DELETE to everybody but the purge,
and to that one for rows younger than 180 days. Those are triggers; an owner of the tables could drop them, which is
why an application in production is another role (``APP_ROLE_GRANTS``) and why there is a chain.
"""

FLOOR = "180 days"

REFUSE = f"""
create function trail_refuse() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if current_setting('trail.purging', true) = 'on' and old.at < now() - interval '{FLOOR}' then
      return old;
    end if;
  end if;
  raise exception 'the trail is append-only: % on % is refused', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;
"""

# The seal is made at commit, by a constraint trigger, so that the head of the chain is locked for a moment only and
# always last: no two transactions can wait for each other. The function runs with its owner's rights, because the
# application may not write seals.
SEAL = """
create function trail_seal() returns trigger language plpgsql security definer as $$
declare
  head trail_head%rowtype;
  sealed text;
begin
  insert into trail_head (id, number, hash) values (1, 0, repeat('0', 64)) on conflict do nothing;
  select * into head from trail_head where id = 1 for update;
  sealed := encode(sha256(convert_to(head.hash || ':' || (head.number + 1) || ':' || new.digest, 'UTF8')), 'hex');
  insert into trail_seal (number, event_id, previous, hash, at)
    values (head.number + 1, new.id, head.hash, sealed, clock_timestamp());
  update trail_head set number = head.number + 1, hash = sealed where id = 1;
  return null;
end $$;

do $$ begin
  execute format('alter function trail_seal() set search_path = pg_catalog, %I, pg_temp', current_schema());
end $$;
revoke all on function trail_seal() from public;
"""

TRIGGERS = """
create constraint trigger trail_sealed after insert on trail_event
  deferrable initially deferred for each row execute function trail_seal();
create trigger trail_kept before update or delete on trail_event for each row execute function trail_refuse();
create trigger trail_kept before update or delete on trail_seal for each row execute function trail_refuse();
create trigger trail_not_emptied before truncate on trail_event for each statement execute function trail_refuse();
create trigger trail_not_emptied before truncate on trail_seal for each statement execute function trail_refuse();
"""

FORWARD = REFUSE + SEAL + TRIGGERS

BACKWARD = """
drop trigger trail_sealed on trail_event;
drop trigger trail_kept on trail_event;
drop trigger trail_kept on trail_seal;
drop trigger trail_not_emptied on trail_event;
drop trigger trail_not_emptied on trail_seal;
drop function trail_seal();
drop function trail_refuse();
"""
