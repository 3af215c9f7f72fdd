package stockledger.web.security;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of who may call.
 *
 * @param catalogRead {@code public}, or {@code scope}: pages, lists, availability and their streams need {@code catalog:read}
 * @param bootstrapKeyFile a file with one API key that has all scopes, for the first start: {@code sl_NAME_SECRET}, with a secret of at least 43 characters
 * @param allowedHosts names of this service in the {@code Host} header, without port; `.shop.example` stands for all below it. IP addresses and `localhost` are always allowed
 * @param jwt of an issuer whose JWTs are accepted beside API keys
 */
@Validated
@ConfigurationProperties("stockledger.security")
record SecuritySettings(
        @DefaultValue("public") @NotNull CatalogRead catalogRead,
        @Nullable Path bootstrapKeyFile,
        @DefaultValue Set<String> allowedHosts,
        @DefaultValue @NotNull Jwt jwt) {

    SecuritySettings {
        allowedHosts = Set.copyOf(
                allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList());
    }

    /** Who may read the catalog. */
    enum CatalogRead {
        PUBLIC,
        SCOPE
    }

    /**
     * JWTs of an OpenID Connect provider or another authorization server.
     *
     * @param issuerUri the {@code iss} of accepted JWTs; its metadata names the keys
     * @param jwkSetUri the keys, when the issuer has no metadata
     * @param audience what {@code aud} must contain; needed with either address
     */
    record Jwt(
            @Nullable URI issuerUri,
            @Nullable URI jwkSetUri,
            @Nullable String audience) {

        Jwt {
            if ((issuerUri != null || jwkSetUri != null) && (audience == null || audience.isBlank())) {
                throw new IllegalArgumentException(
                        "audience is needed: without it, a JWT for any other service of the issuer would be accepted");
            }
        }

        boolean isSet() {
            return issuerUri != null || jwkSetUri != null;
        }

        String requiredAudience() {
            return Objects.requireNonNull(audience, "checked in the constructor");
        }
    }
}
