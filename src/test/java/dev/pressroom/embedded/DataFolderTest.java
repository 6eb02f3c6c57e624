package dev.pressroom.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path parent;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerCanAccessANewFolder() throws IOException {
        try (DataFolder data = DataFolder.open(parent.resolve("a/b"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aFolderCanBeOpenedOnlyOnce() {
        try (DataFolder data = DataFolder.open(parent)) {
            assertThatThrownBy(() -> DataFolder.open(parent))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining(data.path().toString())
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aClosedFolderCanBeOpenedAgain() {
        DataFolder.open(parent).close();
        try (DataFolder again = DataFolder.open(parent)) {
            assertThat(again.path()).isDirectory();
        }
    }

    @Test
    void theUrlOfTheRunningServiceIsFound() {
        try (DataFolder data = DataFolder.open(parent)) {
            data.publishUrl("http://localhost:8080");
            assertThat(DataFolder.runningAt(parent)).contains("http://localhost:8080");
        }
    }

    @Test
    void beforeItsUrlIsPublishedNoServiceIsFound() {
        try (DataFolder data = DataFolder.open(parent)) {
            assertThat(DataFolder.runningAt(data.path())).isEmpty();
        }
    }

    @Test
    void noServiceIsFoundInAFolderThatIsNotOpen() throws IOException {
        DataFolder.open(parent).close();
        Files.writeString(parent.resolve("service"), "1\nhttp://localhost:1\n");
        assertThat(DataFolder.runningAt(parent)).isEmpty();
    }

    @Test
    void noServiceIsFoundInAMissingFolder() {
        assertThat(DataFolder.runningAt(parent.resolve("none"))).isEmpty();
    }

    @Test
    void aFileInPlaceOfTheFolderIsReported() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("PRESSROOM_DATA");
    }
}
