package dev.pressroom.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Builds valid and invalid tokens without the library under test. */
public final class Jwts {
    private Jwts() {}

    public static KeyPair rsa() {
        return pair("RSA", 2048);
    }

    public static KeyPair p256() {
        return pair("EC", 256);
    }

    public static String hs256(byte[] secret, JsonObject claims) {
        return hs256(secret, new JsonObject().put("alg", "HS256").put("typ", "JWT"), claims);
    }

    public static String hs256(byte[] secret, JsonObject header, JsonObject claims) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return joined(unsigned(header, claims), mac.doFinal(bytes(unsigned(header, claims))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the last part of a token is the HMAC-SHA-256 of the others with this secret. */
    public static boolean isHs256(byte[] secret, String token) {
        int end = token.lastIndexOf('.');
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return base64(mac.doFinal(bytes(token.substring(0, end)))).equals(token.substring(end + 1));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String rs256(PrivateKey key, JsonObject header, JsonObject claims) {
        return signed("SHA256withRSA", key, header.copy().put("alg", "RS256"), claims);
    }

    public static String es256(PrivateKey key, JsonObject header, JsonObject claims) {
        return signed("SHA256withECDSAinP1363Format", key, header.copy().put("alg", "ES256"), claims);
    }

    /** The claims of a token, without verification. */
    public static JsonObject claims(String token) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    /** A token by one of the algorithms of RFC 7518 and RFC 8037 that have a public key. */
    public static String signed(String algorithm, PrivateKey key, JsonObject claims) {
        String bits = algorithm.substring(2);
        String java = switch (algorithm.substring(0, 2)) {
            case "RS" -> "SHA" + bits + "withRSA";
            case "ES" -> "SHA" + bits + "withECDSAinP1363Format";
            case "PS" -> "RSASSA-PSS";
            default -> "Ed25519";
        };
        return signed(java, key, new JsonObject().put("alg", algorithm), claims);
    }

    /** @param family {@code RSA}, {@code EC} or {@code Ed25519} */
    public static KeyPair pair(String family, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
            if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Header and claims, without a signature. */
    public static String unsigned(JsonObject header, JsonObject claims) {
        return base64(bytes(header.encode())) + "." + base64(bytes(claims.encode()));
    }

    public static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, bytes("\n")).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    public static JsonObject jwks(JsonObject... keys) {
        return new JsonObject().put("keys", new JsonArray(Arrays.asList(keys)));
    }

    public static JsonObject jwk(String kid, PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new JsonObject()
                    .put("kty", "RSA")
                    .put("kid", kid)
                    .put("n", base64(unsignedBytes(rsa.getModulus(), 0)))
                    .put("e", base64(unsignedBytes(rsa.getPublicExponent(), 0)));
        }
        if (key instanceof EdECPublicKey ed) {
            return new JsonObject()
                    .put("kty", "OKP")
                    .put("kid", kid)
                    .put("crv", "Ed25519")
                    .put(
                            "x",
                            base64(Arrays.copyOfRange(
                                    ed.getEncoded(), ed.getEncoded().length - 32, ed.getEncoded().length)));
        }
        ECPublicKey ec = (ECPublicKey) key;
        int bits = ec.getParams().getOrder().bitLength();
        return new JsonObject()
                .put("kty", "EC")
                .put("kid", kid)
                .put("crv", "P-" + bits)
                .put("x", base64(unsignedBytes(ec.getW().getAffineX(), (bits + 7) / 8)))
                .put("y", base64(unsignedBytes(ec.getW().getAffineY(), (bits + 7) / 8)));
    }

    private static String signed(String algorithm, PrivateKey key, JsonObject header, JsonObject claims) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) {
                signature.setParameter(pss(header.getString("alg")));
            }
            signature.initSign(key);
            signature.update(bytes(unsigned(header, claims)));
            return joined(unsigned(header, claims), signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PSSParameterSpec pss(String algorithm) {
        String hash = "SHA-" + algorithm.substring(2);
        int bytes = Integer.parseInt(algorithm.substring(2)) / 8;
        return new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bytes, 1);
    }

    private static byte[] unsignedBytes(BigInteger number, int least) {
        byte[] all = number.toByteArray();
        byte[] bare = all[0] == 0 ? Arrays.copyOfRange(all, 1, all.length) : all;
        if (bare.length >= least) {
            return bare;
        }
        byte[] padded = new byte[least];
        System.arraycopy(bare, 0, padded, least - bare.length, bare.length);
        return padded;
    }

    private static String joined(String unsigned, byte[] signature) {
        return unsigned + "." + base64(signature);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
