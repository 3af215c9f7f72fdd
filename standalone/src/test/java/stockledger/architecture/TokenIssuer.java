package stockledger.architecture;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Set;

/** An authorization server that publishes its keys, and JWTs that it would and would not issue. */
final class TokenIssuer implements AutoCloseable {

    static final String AUDIENCE = "stockledger";

    private static final String KEY = "k1";

    private final ECKey key = newKey();
    private final HttpServer server;

    TokenIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(KEY).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String name() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String keys() {
        return name() + "/keys";
    }

    private JWTClaimsSet.Builder claims(Set<String> scopes) {
        return new JWTClaimsSet.Builder()
                .issuer(name())
                .audience(AUDIENCE)
                .subject("walker")
                .claim("scope", String.join(" ", scopes))
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)));
    }

    private static String signed(ECKey by, JWTClaimsSet claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY).build(), claims);
            jwt.sign(new ECDSASigner(by));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String valid(Set<String> scopes) {
        return signed(key, claims(scopes).build());
    }

    String expired(Set<String> scopes) {
        Date past = Date.from(Instant.now().minusSeconds(3600));
        return signed(key, claims(scopes).expirationTime(past).build());
    }

    String unsigned(Set<String> scopes) {
        return new PlainJWT(claims(scopes).build()).serialize();
    }

    String forAnotherAudience(Set<String> scopes) {
        return signed(key, claims(scopes).audience("another").build());
    }

    String signedByAnother(Set<String> scopes) {
        return signed(newKey(), claims(scopes).build());
    }

    String ofAnotherIssuer(Set<String> scopes) {
        return signed(key, claims(scopes).issuer("http://another").build());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
