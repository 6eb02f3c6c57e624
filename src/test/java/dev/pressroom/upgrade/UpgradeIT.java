package dev.pressroom.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** {@code scripts/upgrade} with this version in both places. */
@Timeout(600)
class UpgradeIT {
    private static final String JAR = Path.of("target", "pressroom.jar").toString();

    @Test
    void nothingIsLostDoubledOrPaidTwiceWhenNodesAreReplacedAndReplacedBack() {
        assertThat(Upgrade.command().execute(JAR, JAR, "--seconds", "1", "--clients", "3"))
                .isZero();
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThat(Upgrade.command().execute("no.jar", JAR)).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
