package stockledger.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;

/** A JWT is accepted from the issuer, for this service, and while it is valid; the issuer is asked when one arrives. */
class JwtsAreVerifiedTest {

    private static final String AUDIENCE = "stockledger";

    private final AtomicInteger fetched = new AtomicInteger();
    private ECKey key;
    private HttpServer server;
    private String issuer;
    private JwtVerifier verifier;

    @BeforeEach
    void start() throws IOException, JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        serve(
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer + "/keys\"}");
        serve("/keys", new JWKSet(key.toPublicJWK()).toString());
        verifier = new JwtVerifier(new SecuritySettings.Jwt(URI.create(issuer), null, AUDIENCE));
        server.start();
    }

    private void serve(String path, String body) {
        server.createContext(path, exchange -> {
            fetched.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(AUDIENCE)
                .subject("shop-backend")
                .claim("scope", "stock:write openid")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String signed(ECKey by, JWTClaimsSet claims) throws JOSEException {
        return signed(by, claims, null);
    }

    private static String signed(ECKey by, JWTClaimsSet claims, String type) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(by.getKeyID())
                        .type(type == null ? null : new JOSEObjectType(type))
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(by));
        return jwt.serialize();
    }

    private void isRefused(String token) {
        assertThatExceptionOfType(BadCredentialsException.class).isThrownBy(() -> verifier.verified(token));
    }

    @Test
    void theSubjectIsTheCallerWithTheScopesOfThisService() throws JOSEException {
        assertThat(verifier.verified(signed(key, claims().build())))
                .isEqualTo(new Caller("shop-backend", Set.of(Scope.STOCK_WRITE)));
        assertThat(verifier.verified(signed(
                                key,
                                claims().claim("scope", null)
                                        .claim("scp", List.of("ops"))
                                        .build()))
                        .scopes())
                .containsExactly(Scope.OPS);
    }

    /** RFC 9068, 2.1. Another type is no access token, such as a logout token. */
    @Test
    void accessTokensMaySayThatTheyAreOne() throws JOSEException {
        for (String type : List.of("JWT", "at+jwt", "application/at+jwt")) {
            assertThat(verifier.verified(signed(key, claims().build(), type)).name())
                    .isEqualTo("shop-backend");
        }
        isRefused(signed(key, claims().build(), "logout+jwt"));
    }

    @Test
    void aSubjectThatCannotBeAnActorIsHashed() throws JOSEException {
        for (String subject : List.of("anonymous", "stockledger", "käthe", "a b", "x".repeat(200))) {
            assertThat(verifier.verified(signed(key, claims().subject(subject).build()))
                            .name())
                    .matches("sub-[0-9a-f-]{36}");
        }
    }

    @Test
    void everythingElseIsRefused() throws JOSEException {
        Date past = Date.from(Instant.now().minusSeconds(60));
        ECKey other = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        ECKey unknown = new ECKeyGenerator(Curve.P_256).keyID("k2").generate();
        SignedJWT secret = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims().build());
        secret.sign(new MACSigner(new byte[32]));
        for (String token : List.of(
                signed(key, claims().expirationTime(past).build()),
                signed(key, claims().expirationTime(null).build()),
                signed(
                        key,
                        claims().notBeforeTime(Date.from(Instant.now().plusSeconds(60)))
                                .build()),
                signed(key, claims().audience("another").build()),
                signed(key, claims().audience(List.of()).build()),
                signed(key, claims().issuer("http://another").build()),
                signed(key, claims().subject(null).build()),
                signed(other, claims().build()),
                signed(unknown, claims().build()),
                new PlainJWT(claims().build()).serialize(),
                secret.serialize(),
                "a.b.c",
                "x".repeat(100_000),
                "")) {
            isRefused(token);
        }
    }

    /** Each forged key id could otherwise make the service send a request. */
    @Test
    void unknownKeysDoNotFloodTheIssuer() throws JOSEException {
        for (int i = 0; i < 50; i++) {
            isRefused(signed(new ECKeyGenerator(Curve.P_256).keyID("forged" + i).generate(), claims().build()));
        }

        assertThat(fetched).hasValueLessThan(10);
    }

    @Test
    void anUnreachableIssuerIsAnOutageAndNoError() throws JOSEException {
        server.stop(0);

        assertThatExceptionOfType(AuthenticationServiceException.class)
                .isThrownBy(() -> verifier.verified(signed(key, claims().build())));
        assertThat(fetched).hasValue(0);
    }

    @Test
    void anAudienceIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SecuritySettings.Jwt(URI.create(issuer), null, " "))
                .withMessageContaining("audience");
    }
}
