package stockledger.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import stockledger.web.HeaderToken;

/** Verifies JWTs of the issuer: signature, issuer, audience and times. Verified ones are remembered for a short time. */
final class JwtVerifier {

    /** Between the clocks of the issuer and this process. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    /** Verifying a signature takes some 50 µs, more than the rest of a query. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    /** Characters of all remembered ones: some 10,000 of usual length. */
    private static final long MAX_REMEMBERED_LENGTH = 16L * 1024 * 1024;

    /** Larger ones are refused before they are parsed. */
    private static final int MAX_LENGTH = 16 * 1024;

    /** Asymmetric ones only: nobody but the issuer can sign. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Of JWTs, and of access tokens as RFC 9068 has them, which several issuers send by default. */
    private static final Set<JOSEObjectType> TYPES = new HashSet<>(Arrays.asList(
            null, JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt")));

    /** Names with a meaning of their own in events. */
    private static final Set<String> RESERVED = Set.of(Caller.ANONYMOUS, "stockledger");

    private record Remembered(Caller caller, Instant until) {}

    private final IssuerKeys keys;
    private final NimbusJwtDecoder decoder;
    private final Cache<String, Remembered> remembered = Caffeine.newBuilder()
            .maximumWeight(MAX_REMEMBERED_LENGTH)
            .weigher((String token, Remembered caller) -> token.length())
            .expireAfterWrite(REMEMBERED)
            .build();

    JwtVerifier(SecuritySettings.Jwt settings) {
        keys = new IssuerKeys(settings);
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys.source()));
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(TYPES));
        // Spring's validators check the claims.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(validator(settings));
    }

    private static OAuth2TokenValidator<Jwt> validator(SecuritySettings.Jwt settings) {
        JwtTimestampValidator times = new JwtTimestampValidator(CLOCK_SKEW);
        times.setAllowEmptyExpiryClaim(false);
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>();
        validators.add(times);
        validators.add(new JwtAudienceValidator(settings.requiredAudience()));
        if (settings.issuerUri() != null) {
            validators.add(new JwtIssuerValidator(settings.issuerUri().toString()));
        }
        return new DelegatingOAuth2TokenValidator<>(validators);
    }

    /** The caller of a JWT that was verified a short time ago; null when it has to be verified. */
    @Nullable
    Caller remembered(String token) {
        Remembered known = remembered.getIfPresent(token);
        return known != null && Instant.now().isBefore(known.until()) ? known.caller() : null;
    }

    /**
     * The caller of a JWT.
     *
     * @throws BadCredentialsException when it is not valid
     * @throws AuthenticationServiceException when the issuer's keys cannot be fetched
     */
    Caller verified(String token) {
        Caller known = remembered(token);
        if (known != null) {
            return known;
        }
        if (token.length() > MAX_LENGTH) {
            throw new BadCredentialsException("the JWT is too long");
        }
        Jwt jwt = decoded(token);
        Caller caller = new Caller(nameOf(jwt.getSubject()), scopesOf(jwt));
        Instant expiresAt = Objects.requireNonNull(jwt.getExpiresAt(), "the validator requires it");
        remembered.put(token, new Remembered(caller, expiresAt.plus(CLOCK_SKEW)));
        return caller;
    }

    private Jwt decoded(String token) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            throw new BadCredentialsException("invalid JWT", e);
        } catch (JwtException e) {
            if (keys.areUnreachable()) {
                throw new AuthenticationServiceException("the keys of the issuer cannot be fetched", e);
            }
            // An unknown key, of which the issuer was asked a short time ago.
            throw new BadCredentialsException("invalid JWT", e);
        }
    }

    /** The subject; a hash of one that cannot be an actor. */
    private static String nameOf(@Nullable String subject) {
        if (subject == null || subject.isEmpty()) {
            throw new BadCredentialsException("the JWT has no subject");
        }
        return HeaderToken.isValid(subject) && !RESERVED.contains(subject)
                ? subject
                : "sub-" + UUID.nameUUIDFromBytes(subject.getBytes(StandardCharsets.UTF_8));
    }

    /** Of {@code scope}, which separates them by spaces (RFC 8693), or {@code scp}; unknown ones are of other services. */
    private static Set<Scope> scopesOf(Jwt jwt) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String claim : List.of("scope", "scp")) {
            Object value = jwt.getClaims().get(claim);
            Stream<?> texts = value instanceof Collection<?> all
                    ? all.stream()
                    : Stream.of(String.valueOf(value).split(" ", -1));
            texts.forEach(text -> Scope.of(String.valueOf(text)).ifPresent(scopes::add));
        }
        return scopes;
    }
}
