package dev.pressroom.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.bus.BusCertificate;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The jar holds only a part of the library for passwords and certificates: enough of it, as this shows. */
class PackedJarIT {
    private static final URLClassLoader NOTHING_BUT_THE_JAR = jar();

    @Test
    void passwordsAreHashedInThePackedJar() throws ReflectiveOperationException {
        Class<?> argon2 = NOTHING_BUT_THE_JAR.loadClass(Argon2.class.getName());
        Constructor<?> made = argon2.getDeclaredConstructor(int.class, int.class, int.class);
        Method hash = argon2.getDeclaredMethod("hash", String.class);
        made.setAccessible(true);
        hash.setAccessible(true);

        Object phc = hash.invoke(made.newInstance(64, 1, 1), "correct horse");

        assertThat(argon2.getClassLoader()).isSameAs(NOTHING_BUT_THE_JAR);
        assertThat(Argon2.matches("correct horse", phc.toString())).isTrue();
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
