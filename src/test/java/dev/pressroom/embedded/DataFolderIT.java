package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File locks belong to a process, so these tests need two. */
class DataFolderIT {
    @TempDir
    private Path folder;

    @Test
    void anotherProcessIsRefused() throws Exception {
        try (DataFolder data = DataFolder.open(folder);
                ServiceProcess other = ServiceProcess.start(data.path())) {
            assertThat(other.lines()).singleElement().asString().startsWith("Pressroom is already running");
        }
    }

    @Test
    void queriesAndFailedOpensDoNotReleaseTheLock() throws Exception {
        try (DataFolder data = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(StartFailure.class);
            assertThat(DataFolder.runningAt(folder)).isEmpty();
            try (ServiceProcess other = ServiceProcess.start(data.path())) {
                assertThat(other.lines()).singleElement().asString().startsWith("Pressroom is already running");
            }
        }
    }
}
