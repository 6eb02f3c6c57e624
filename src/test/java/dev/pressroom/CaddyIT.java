package dev.pressroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pressroom.base.FreePort;
import dev.pressroom.support.Api;
import dev.pressroom.support.ProxyProcess;
import dev.pressroom.support.ScriptedPipeline;
import dev.pressroom.support.Service;
import dev.pressroom.support.Sse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The service behind Caddy with the file of {@code conf/caddy}, without its certificates. */
@Timeout(300)
class CaddyIT {
    @Test
    void eventsArriveWhileAStreamIsOpenAtAHostAndUnderAPath() {
        assumeTrue(ProxyProcess.hasCaddy(), "needs the package caddy");
        int pathPort = FreePort.at("127.0.0.1");
        ScriptedPipeline pipeline = new ScriptedPipeline().step("plan").gated("write");
        UUID user = UUID.randomUUID();
        try (Service service = Service.start(
                        Map.of("PRESSROOM_PUBLIC_URL", "http://127.0.0.1:" + pathPort + "/press"),
                        pipeline.asPipelines());
                ProxyProcess caddy = ProxyProcess.caddy(pathPort, service.port())) {
            Api api = new Api(caddy.url(), service.token(user), user);
            Api under = new Api(caddy.pathUrl(), service.token(user), user);
            UUID job = api.created(Api.order("Tomatoes"));
            try (Sse first = api.stream(job);
                    Sse second = under.stream(job)) {
                first.await("plan-result");
                second.await("plan-result");
                pipeline.open("write");
                first.await("complete");
                second.await("complete");
            }
            assertThat(under.get("/docs").body()).contains("<html");
        }
    }
}
