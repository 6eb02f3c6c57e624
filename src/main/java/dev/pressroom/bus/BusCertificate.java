package dev.pressroom.bus;

import dev.pressroom.base.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A self-signed certificate of the event bus with its private key (EC, P-256), both in PEM. All nodes share it; the
 * possession of the key authenticates a node.
 */
public record BusCertificate(String certificate, Secret privateKey) {
    private static final X500Name NAME = new X500Name("CN=pressroom event bus");
    private static final int SERIAL_BITS = 120;
    private static final int LINE_CHARACTERS = 64;

    /** Tolerated difference between the clocks of nodes. */
    private static final Duration CLOCK_MARGIN = Duration.ofDays(2);

    static BusCertificate create(Instant from, Instant until) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            return new BusCertificate(
                    pem("CERTIFICATE", signed(keys, from.minus(CLOCK_MARGIN), until.plus(CLOCK_MARGIN))),
                    new Secret(pem("PRIVATE KEY", keys.getPrivate().getEncoded())));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot create a certificate", e);
        }
    }

    private static byte[] signed(KeyPair keys, Instant from, Instant until)
            throws GeneralSecurityException, IOException {
        AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        V3TBSCertificateGenerator certificate = new V3TBSCertificateGenerator();
        certificate.setSerialNumber(new ASN1Integer(new BigInteger(SERIAL_BITS, new SecureRandom())));
        certificate.setIssuer(NAME);
        certificate.setSubject(NAME);
        certificate.setStartDate(new Time(Date.from(from)));
        certificate.setEndDate(new Time(Date.from(until)));
        certificate.setSubjectPublicKeyInfo(
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
        certificate.setSignature(algorithm);
        TBSCertificate content = certificate.generateTBSCertificate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(keys.getPrivate());
        signature.update(content.getEncoded(ASN1Encoding.DER));
        DERSequence whole =
                new DERSequence(new ASN1Encodable[] {content, algorithm, new DERBitString(signature.sign())});
        return whole.getEncoded(ASN1Encoding.DER);
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(LINE_CHARACTERS, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
