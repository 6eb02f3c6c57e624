package dev.pressroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.uuid.Generators;
import dev.pressroom.base.Failure;
import dev.pressroom.support.Api;
import dev.pressroom.support.Ledger;
import dev.pressroom.support.Servers;
import dev.pressroom.support.Sql;
import dev.pressroom.support.Stores;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Submissions that go to the database together are treated as if each went alone. */
class SubmitBatchIT {
    private static Stores stores;

    private final UUID known = UUID.randomUUID();
    private final Owner user = Owner.user(known);

    @BeforeAll
    static void open() {
        stores = Stores.open(Map.of("STARTING_CREDITS", "5"));
    }

    @AfterAll
    static void close() {
        Ledger.assertFits(stores.url());
        stores.close();
    }

    @Test
    void ofAUserWithFiveCreditsFiveAreTakenAndOthersKeepTheirs() {
        stores.submitted(known);
        Owner rich = Owner.user(UUID.randomUUID());
        stores.submitted(JobType.CONTENT_GENERATION, rich);

        List<String> outcomes = together(Stream.concat(
                        Collections.nCopies(6, article(user)).stream(), Collections.nCopies(4, article(rich)).stream())
                .map(SubmitBatchIT::anew)
                .toList());

        assertThat(outcomes.subList(0, 6)).filteredOn("created"::equals).hasSize(4);
        assertThat(outcomes.subList(0, 6))
                .filteredOn("INSUFFICIENT_CREDITS"::equals)
                .hasSize(2);
        assertThat(outcomes.subList(6, 10)).containsOnly("created");
        assertThat(balance(known)).isZero();
    }

    @Test
    void thoseWhomNobodyKnowsAreMetAmongOthers() {
        stores.submitted(known);
        Owner stranger = Owner.user(UUID.randomUUID());
        Owner session = Owner.session("a-session-of-somebody");

        List<String> outcomes = together(List.of(
                article(user), article(stranger), article(user), analysis(session), article(stranger), analysis(user)));

        assertThat(outcomes).containsOnly("created");
        assertThat(balance(known)).isEqualTo(2);
        assertThat(balance(stranger.userId().orElseThrow())).isEqualTo(3);
    }

    @Test
    void aKeyThatComesTwiceMakesOneJobAndAConflictIsTold() {
        stores.submitted(known);
        Submission first = keyed(user, "key", "one body");
        Submission other = keyed(user, "other key", "one body");

        List<String> outcomes = together(List.of(
                article(user),
                first,
                keyed(user, "key", "one body"),
                keyed(user, "key", "another body"),
                other,
                analysis(user)));

        assertThat(outcomes)
                .containsExactly("created", "created", "replayed", "IDEMPOTENCY_CONFLICT", "created", "created");
        assertThat(together(Collections.nCopies(5, keyed(user, "key", "one body"))))
                .containsOnly("replayed");
        assertThat(jobs(known)).isEqualTo(5);
    }

    @Test
    void aKeyThatIsTooOldMakesAnotherJob() {
        stores.submitted(known);
        together(List.of(keyed(user, "key", "body")));
        Servers.execute(
                stores.url(), "update idempotency_keys set created_at = now() - interval '2 days' where key = 'key'");

        assertThat(together(List.of(
                        analysis(user), analysis(user), analysis(user), analysis(user), keyed(user, "key", "x"))))
                .containsOnly("created");
    }

    @Test
    void twoUsersMayHaveAnOrganizationByTheSameId() {
        stores.submitted(known);
        Owner other = Owner.user(UUID.randomUUID());
        stores.submitted(JobType.CONTENT_GENERATION, other);
        UUID theirs = UUID.randomUUID();
        together(List.of(ofOrganization(other, theirs)));

        List<String> outcomes = together(List.of(
                article(user),
                ofOrganization(user, theirs),
                ofOrganization(other, theirs),
                ofOrganization(user, UUID.randomUUID()),
                article(user)));

        assertThat(outcomes).containsOnly("created");
    }

    @Test
    void whatIsStoredIsWhatWasOrdered() {
        stores.submitted(known);
        UUID organization = UUID.randomUUID();
        Owner both = new Owner(Optional.of(known), Optional.of("a-session"));
        together(List.of(ofOrganization(user, organization)));
        Submission order = ofOrganization(both, organization);

        together(List.of(article(user), analysis(user), order, analysis(user), analysis(user)));

        assertThat(stores.text(
                        "select concat_ws(' ', type, status, user_id, session_id, named_organization, organization_id, tenant, hold_attempt)"
                                + " from jobs where id = $job",
                        order.id()))
                .isEqualTo("content_generation queued " + known + " " + organization + " " + organization + " user:"
                        + known + " 1");
        assertThat(stores.text("select input from job_inputs where job_id = $job", order.id()))
                .isEqualTo(order.input());
    }

    /** Handed over in one go: the first goes alone, all others in one statement. */
    @Test
    void jobsWithAWebhookAreMarked() {
        stores.submitted(known);
        Submission own = analysis(user);
        Sql.text(stores.url(), """
                insert into job_webhooks (job_id, user_id, url, host, events)
                values ('%s', '%s', 'https://example.com', 'example.com', '{job.failed}') returning url
                """.formatted(own.id(), known));
        Owner listening = Owner.user(UUID.randomUUID());
        stores.submitted(JobType.WEBSITE_ANALYSIS, listening);
        Sql.text(stores.url(), """
                insert into webhook_endpoints (user_id, url, host, events)
                values ('%s', 'https://example.com', 'example.com', '{job.failed}') returning url
                """.formatted(listening.userId().orElseThrow()));
        Submission ofUser = analysis(listening);

        together(List.of(own, ofUser, analysis(user), analysis(user), analysis(user)));

        assertThat(marked(known)).isEqualTo(own.id().toString());
        assertThat(marked(listening.userId().orElseThrow()))
                .isEqualTo(ofUser.id().toString());
    }

    private static String marked(UUID user) {
        return Sql.text(
                stores.url(), "select string_agg(id::text, ' ') from jobs where notify and user_id = '" + user + "'");
    }

    private static List<String> together(List<Submission> submissions) {
        return stores.done(() -> {
            List<Future<String>> all = new ArrayList<>();
            all.add(outcome(analysis(Owner.session("whoever goes first".replace(' ', '-')))));
            submissions.forEach(submission -> all.add(outcome(submission)));
            return Future.join(all).map(done -> done.<String>list().subList(1, all.size()));
        });
    }

    private static Future<String> outcome(Submission submission) {
        return stores.jobs()
                .submit(submission)
                .map(accepted -> accepted.replayed() ? "replayed" : "created")
                .otherwise(cause -> ((Failure) cause).code().name());
    }

    private static Submission article(Owner owner) {
        return submission(JobType.CONTENT_GENERATION, owner, Optional.empty(), Optional.empty());
    }

    private static Submission analysis(Owner owner) {
        return submission(JobType.WEBSITE_ANALYSIS, owner, Optional.empty(), Optional.empty());
    }

    private static Submission ofOrganization(Owner owner, UUID organization) {
        return submission(JobType.CONTENT_GENERATION, owner, Optional.of(organization), Optional.empty());
    }

    private static Submission keyed(Owner owner, String key, String body) {
        return submission(
                JobType.WEBSITE_ANALYSIS,
                owner,
                Optional.empty(),
                Optional.of(new Submission.IdempotencyKey(key, Buffer.buffer(body))));
    }

    private static Submission anew(Submission like) {
        return submission(like.type(), like.owner(), like.organizationId(), like.idempotencyKey());
    }

    private static Submission submission(
            JobType type, Owner owner, Optional<UUID> organization, Optional<Submission.IdempotencyKey> key) {
        return new Submission(
                Generators.timeBasedEpochGenerator().generate(),
                type,
                owner,
                Optional.empty(),
                Stores.tenant(owner),
                organization,
                Api.order("Tomatoes").encode(),
                key);
    }

    private static long balance(UUID user) {
        return Sql.number(stores.url(), "select credit_balance from users where id = '" + user + "'");
    }

    private static long jobs(UUID user) {
        return Sql.number(stores.url(), "select count(*) from jobs where user_id = '" + user + "'");
    }
}
