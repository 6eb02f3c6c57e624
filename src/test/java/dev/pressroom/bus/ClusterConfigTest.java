package dev.pressroom.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import dev.pressroom.base.FreePort;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Hazelcast reads of what it is sent. */
class ClusterConfigTest {
    private final InternalSerializationService sender = new DefaultSerializationServiceBuilder().build();
    private final InternalSerializationService receiver = receiver();

    private record Gadget(String command) implements Serializable {}

    @Test
    void objectsOfForeignClassesAreNotRead() {
        for (Object foreign : List.of(new Gadget("x"), URI.create("http://example.com"))) {
            Data sent = sender.toData(foreign);
            assertThatThrownBy(() -> receiver.toObject(sent)).hasRootCauseInstanceOf(SecurityException.class);
        }
    }

    @Test
    void failuresOfOperationsAreRead() {
        Data sent = sender.toData(new IllegalStateException("cause", new RuntimeException("of it")));

        assertThat(receiver.<Exception>toObject(sent)).hasRootCauseMessage("of it");
    }

    private static InternalSerializationService receiver() {
        Cluster.Door door = new Cluster.Door("127.0.0.1", FreePort.at("127.0.0.1"));
        Config config = ((ResilientClusterManager) Cluster.manager(List::of, "test", door, door)).getConfig();
        return new DefaultSerializationServiceBuilder()
                .setConfig(config.getSerializationConfig())
                .build();
    }
}
