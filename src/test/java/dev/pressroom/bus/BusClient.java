package dev.pressroom.bus;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that speaks the protocol of the event bus without being a node. */
final class BusClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int PROTOCOL_VERSION = 2;
    private static final int NAMED_CODEC = -1;
    private static final int NO_HEADERS = 4;
    private static final char[] NO_PASSWORD = {};

    private final Socket socket;

    private BusClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    static BusClient plain(int port) throws IOException {
        return new BusClient(new Socket("127.0.0.1", port));
    }

    /** @param certificate to present; any certificate of the server is accepted */
    static BusClient tls(int port, Optional<BusCertificate> certificate) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        KeyManager[] keys = certificate.isPresent() ? keys(certificate.get()) : new KeyManager[0];
        context.init(keys, new TrustManager[] {new Credulous()}, new SecureRandom());
        return new BusClient(context.getSocketFactory().createSocket("127.0.0.1", port));
    }

    /** @param publish to all consumers; else to one of them */
    void send(String address, String name, String json, boolean publish) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        Buffer message = Buffer.buffer().appendByte((byte) PROTOCOL_VERSION).appendByte((byte) NAMED_CODEC);
        string(message, name).appendByte((byte) (publish ? 1 : 0));
        string(message, address).appendInt(0);
        string(message, "nobody").appendInt(NO_HEADERS).appendInt(body.length).appendBytes(body);
        socket.getOutputStream()
                .write(Buffer.buffer()
                        .appendInt(message.length())
                        .appendBuffer(message)
                        .getBytes());
        socket.getOutputStream().flush();
    }

    /** Returns whether the server closes or resets the connection. */
    boolean isRefused() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException brokenOff) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static Buffer string(Buffer buffer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return buffer.appendInt(bytes.length).appendBytes(bytes);
    }

    private static KeyManager[] keys(BusCertificate certificate) throws IOException, GeneralSecurityException {
        Certificate shown = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(certificate.certificate().getBytes(StandardCharsets.US_ASCII)));
        String pem = certificate.privateKey().value().replaceAll("-----[A-Z ]+-----", "");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        store.setKeyEntry(
                "bus",
                KeyFactory.getInstance("EC")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem))),
                NO_PASSWORD,
                new Certificate[] {shown});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static final class Credulous implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
