package dev.pressroom.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.support.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The event bus after two parts of a split cluster merge, and after the cluster lost registrations. */
class SplitClusterIT {
    private static final Duration MERGE = Duration.ofSeconds(90);
    private static final Duration HEAL = Duration.ofSeconds(90);

    private final List<BusNode> left = new CopyOnWriteArrayList<>();
    private final List<BusNode> right = new CopyOnWriteArrayList<>();
    private volatile boolean apart = true;

    @AfterEach
    void stop() {
        all().forEach(BusNode::close);
    }

    @Test
    void partsThatFormedApartHearEachOtherSoonAfterTheyHaveMet() {
        join(left, "left0", "left1");
        join(right, "right0", "right1");
        speakUntilHeard(left);
        speakUntilHeard(right);

        apart = false;
        awaitNodes(4, all());
        all().forEach(BusNode::deafen);

        speakUntilHeard(all());
    }

    @Test
    void whatTheClusterForgetsItsNodesPutBack() {
        join(left, "left0", "left1");
        left.get(0).wipeRegistry();

        Await.until(HEAL, () -> left.get(0).knows(left.get(1)));
        speakUntilHeard(left);
    }

    @Test
    void aConsumerThatWasTakenAwayIsNotPutBack() {
        join(left, "left0", "left1");
        left.get(1).leaveShard(3);
        left.get(0).wipeRegistry();

        Await.until(
                HEAL,
                () -> left.get(0).listeners(3).contains(left.get(0).id())
                        && left.get(0).knows(left.get(1)));
        assertThat(left.get(0).listeners(3)).containsExactly(left.get(0).id());
    }

    @Test
    void aSettledClusterReadsNoListsOfRegistrations() {
        join(left, "left0", "left1", "left2");
        left.forEach(BusNode::settle);
        speakUntilHeard(left);
        long before = listsRead();

        left.forEach(BusNode::repair);
        left.forEach(BusNode::speak);
        left.forEach(BusNode::repair);

        assertThat(listsRead()).isEqualTo(before);
    }

    @Test
    void aSettledClusterPutsBackWhatItForgets() {
        join(left, "left0", "left1");
        left.forEach(BusNode::settle);
        left.get(0).wipeRegistry();

        Await.until(HEAL, () -> left.get(0).knows(left.get(1)));
        speakUntilHeard(left);
    }

    private long listsRead() {
        return left.stream().mapToLong(BusNode::listsRead).sum();
    }

    private List<BusNode> all() {
        List<BusNode> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private void join(List<BusNode> part, String... names) {
        for (String name : names) {
            part.add(new BusNode(name, () -> apart ? part : all()));
        }
        awaitNodes(names.length, part);
    }

    private static void awaitNodes(int number, List<BusNode> nodes) {
        Await.until(MERGE, () -> nodes.stream().allMatch(node -> node.nodes() == number));
    }

    /** Each node publishes on each shard repeatedly until every node has received all messages on all shards. */
    private static void speakUntilHeard(List<BusNode> nodes) {
        Await.until(HEAL, () -> {
            nodes.forEach(BusNode::speak);
            return nodes.stream().allMatch(node -> node.hasHeard(nodes));
        });
    }
}
