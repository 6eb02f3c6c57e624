package dev.pressroom.chaos;

import dev.pressroom.support.Servers;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes the database itself keep a record of who changes jobs, checkpoints, events and results, and under which lease:
 * triggers that no fence in the service can hide anything from. Each node connects under a role that names it, and the
 * steps of {@link ChaosPipeline} sign what they make, so a write tells who made it, beside what the row says.
 */
final class WriteLog {
    /*
     * A lease is compared with the start of the transaction, as the reaper compares it: its end, or the last heartbeat of its
     * owner. Triggers see what the whole statement has done.
     */
    private static final String INSTALL = """
            create table chaos_writes (
                id          bigint generated always as identity primary key,
                at          timestamptz not null default clock_timestamp(),
                xact        xid8 not null default pg_current_xact_id(),
                node        uuid, -- that made the write; null for anybody else
                place       text not null,
                job         uuid not null,
                what        text,
                old_status  text,
                old_attempt integer,
                old_owner   uuid,
                old_expired boolean,
                new_status  text not null, -- how the job stands after the write
                new_attempt integer not null,
                new_owner   uuid,
                said_node   uuid, -- as signed by the step that made what was written
                said_attempt integer,
                too_old     boolean -- made by an attempt that began before this one
            );

            create function chaos_writer() returns uuid language sql stable as
            $$ select case when session_user like 'node\\_%' then substr(session_user, 6)::uuid end $$;

            create function chaos_job_written() returns trigger language plpgsql as $$
            begin
                if tg_op = 'INSERT' then
                    insert into chaos_writes (node, place, job, new_status, new_attempt, new_owner)
                    values (chaos_writer(), 'jobs', new.id, new.status, new.attempt, new.lease_owner);
                else
                    insert into chaos_writes (node, place, job, what, old_status, old_attempt, old_owner, old_expired,
                                              new_status, new_attempt, new_owner)
                    values (chaos_writer(), 'jobs', new.id, new.error_code, old.status, old.attempt, old.lease_owner,
                            old.lease_until < now() or old.lease_until > now() + interval '100 years' and not exists (
                                select from workers w where w.node = old.lease_owner and w.seen_at >= now() - w.lease),
                            new.status, new.attempt, new.lease_owner);
                end if;
                return null;
            end $$;

            create function chaos_step_written() returns trigger language plpgsql as $$
            begin
                insert into chaos_writes (node, place, job, what, new_status, new_attempt, new_owner,
                                          said_node, said_attempt)
                select chaos_writer(), 'job_steps', j.id, new.step, j.status, j.attempt, j.lease_owner,
                       (new.output->>'node')::uuid, (new.output->>'attempt')::int
                from jobs j where j.id = new.job_id;
                return null;
            end $$;

            create function chaos_event_written() returns trigger language plpgsql as $$
            begin
                insert into chaos_writes (node, place, job, what, new_status, new_attempt, new_owner,
                                          said_node, said_attempt)
                select chaos_writer(), 'job_events', j.id, new.name, j.status, j.attempt, j.lease_owner,
                       (new.data->>'node')::uuid, coalesce((new.data->>'attempt')::int, new.attempt)
                from jobs j where j.id = new.job_id;
                return null;
            end $$;

            create function chaos_result_written() returns trigger language plpgsql as $$
            begin
                insert into chaos_writes (node, place, job, new_status, new_attempt, new_owner, too_old)
                select chaos_writer(), 'job_results', j.id, j.status, j.attempt, j.lease_owner,
                       (new.result->>'took')::int * interval '1 millisecond'
                           > clock_timestamp() - j.started_at + interval '500 milliseconds'
                from jobs j where j.id = new.job_id;
                return null;
            end $$;

            create trigger chaos after insert or update on jobs for each row execute function chaos_job_written();
            create trigger chaos after insert on job_steps for each row execute function chaos_step_written();
            create trigger chaos after insert on job_events for each row execute function chaos_event_written();
            create trigger chaos after insert on job_results for each row execute function chaos_result_written();
            """;

    private WriteLog() {}

    /** Begins to keep the record; the schema must be there. */
    static void install(String databaseUrl) {
        Servers.execute(databaseUrl, INSTALL);
    }

    /** Makes the role under which a node is to connect; its name, or empty while the database is away. */
    static Optional<String> tryCreateRole(String databaseUrl, UUID node) {
        String role = "node_" + node.toString().replace("-", "");
        try {
            Servers.execute(
                    databaseUrl,
                    "drop role if exists " + role + "; create role " + role + " superuser login password '" + role
                            + "'");
            return Optional.of(role);
        } catch (IllegalStateException away) {
            return Optional.empty();
        }
    }
}
