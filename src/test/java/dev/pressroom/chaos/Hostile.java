package dev.pressroom.chaos;

import dev.pressroom.attack.Attack;
import dev.pressroom.attack.Crowd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Strangers without an account do their worst to the HTTP ports, one attack after the other. */
final class Hostile implements Harm {
    private final List<String> findings = new CopyOnWriteArrayList<>();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private volatile String current = "nothing";

    @Override
    public String name() {
        return "hostile";
    }

    @Override
    public String says() {
        return "half-sent bodies, dripped heads, unread answers and floods of probes; no node may end";
    }

    @Override
    public String heap() {
        return "-Xmx650m";
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PRESSROOM_HTTP_CONNECTIONS_HEAD_TIMEOUT", "3s", "PRESSROOM_STREAMS_SLOW_CLIENT", "3s");
    }

    @Override
    public void rage(Field field) throws InterruptedException {
        findings.clear();
        faults.clear();
        field.cluster().onDeath(this::ended);
        findings.add(String.format(Locale.ROOT, "%-18s %8s", "attack", "p99 ms"));
        try (Pulse pulse = new Pulse(field.cluster())) {
            field.lasts();
            note("calm before", pulse);
            for (int i = 0; field.lasts(Duration.ZERO); i++) {
                attack(Attack.values()[i % Attack.values().length], field, pulse);
            }
            current = "nothing";
            Thread.sleep(field.setup().every().toMillis());
            note("calm after", pulse);
            findings.add("restarts " + faults.size() + ", requests of the user without an answer " + pulse.refused());
        }
    }

    private void attack(Attack attack, Field field, Pulse pulse) throws InterruptedException {
        current = attack.name();
        List<Crowd> crowds = new ArrayList<>();
        try {
            field.cluster()
                    .up()
                    .forEach(member -> crowds.add(attack.start(member.port().getAsInt())));
            field.hit();
            field.lasts();
        } finally {
            crowds.forEach(Crowd::close);
        }
        note(attack.name().toLowerCase(Locale.ROOT), pulse);
    }

    private void note(String phase, Pulse pulse) {
        findings.add(String.format(Locale.ROOT, "%-18s %8.1f", phase, pulse.p99Millis()));
    }

    private void ended(Member member) {
        if (!member.isKilled()) {
            faults.add(new Fault(Fault.Column.LOST, "node " + member.id() + " ended under " + current));
        }
    }

    @Override
    public List<String> findings() {
        return List.copyOf(findings);
    }

    @Override
    public List<Fault> faults() {
        return List.copyOf(faults);
    }
}
