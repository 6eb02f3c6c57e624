package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz, redis-server-7-linux-amd64",
        "Linux, aarch64, postgres-linux-arm_64.txz, redis-server-7-linux-arm64",
        "Mac OS X, x86_64, postgres-darwin-x86_64.txz, redis-server-7-darwin-amd64",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz, redis-server-7-darwin-arm64",
        "Windows 11, amd64, postgres-windows-x86_64.txz, redis-server-7-windows-amd64"
    })
    void theProgramsAreThoseOfTheMachine(String name, String arch, String postgres, String redis) {
        Platform platform = Platform.of(name, arch);
        assertThat(platform.postgresArchive()).isEqualTo(postgres);
        assertThat(platform.redisProgram("7")).isEqualTo(redis);
    }
}
