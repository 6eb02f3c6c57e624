package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.BusCertificate;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** The jar holds only a part of the library for passwords and certificates: enough of it, as this shows. */
class PackedJarIT {
    private static final URLClassLoader NOTHING_BUT_THE_JAR = jar();

    @Test
    void passwordsAreHashedInThePackedJar() throws ReflectiveOperationException {
        Class<?> encoder = NOTHING_BUT_THE_JAR.loadClass(Argon2PasswordEncoder.class.getName());
        Object made = encoder.getConstructor(int.class, int.class, int.class, int.class, int.class)
                .newInstance(16, 32, 1, 64, 1);

        Object hash = encoder.getMethod("encode", CharSequence.class).invoke(made, "correct horse");

        assertThat(encoder.getClassLoader()).isSameAs(NOTHING_BUT_THE_JAR);
        assertThat(new Argon2PasswordEncoder(16, 32, 1, 64, 1).matches("correct horse", hash.toString()))
                .isTrue();
    }

    @Test
    void aCertificateOfTheEventBusIsMadeInThePackedJar() throws ReflectiveOperationException {
        Class<?> certificates = NOTHING_BUT_THE_JAR.loadClass(BusCertificate.class.getName());
        Method create = certificates.getDeclaredMethod("create", Instant.class, Instant.class);
        create.setAccessible(true);

        Object made = create.invoke(null, Instant.now(), Instant.now().plusSeconds(60));

        assertThat(certificates.getMethod("certificate").invoke(made).toString())
                .startsWith("-----BEGIN CERTIFICATE");
    }

    private static URLClassLoader jar() {
        try {
            URL jar = Path.of("target", "pressroom.jar").toUri().toURL();
            return new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
        } catch (java.net.MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
