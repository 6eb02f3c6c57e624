package dev.pressroom;

import dev.pressroom.base.FreePort;
import dev.pressroom.config.Settings;
import dev.pressroom.embedded.StartFailure;

/** Checks whether the configured ports are free, before anything slow is started. */
final class PortCheck {
    private PortCheck() {}

    /** @throws StartFailure when a port is not free; names the port and its environment variable */
    static void requireFree(Settings settings) {
        requireFree("PORT", settings.http().host(), settings.http().port());
        settings.http()
                .managementPort()
                .ifPresent(port -> requireFree(
                        "PRESSROOM_HTTP_MANAGEMENT_PORT", settings.http().host(), port));
        if (settings.cluster().enabled()) {
            Settings.Cluster.Bind bind = settings.cluster().bind();
            requireFree("PRESSROOM_CLUSTER_PORT", bind.host(), bind.port());
            requireFree("PRESSROOM_CLUSTER_BUS_PORT", bind.host(), bind.busPort());
        }
    }

    private static void requireFree(String variable, String host, int port) {
        if (port == 0) {
            return;
        }
        FreePort.refusal(host, port).ifPresent(reason -> {
            throw new StartFailure("The port " + port + " at " + host + " is not available (" + reason
                    + "). Choose another one with the variable " + variable + "; 0 takes any that is free.");
        });
    }
}
