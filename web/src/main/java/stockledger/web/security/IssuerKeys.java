package stockledger.web.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of the issuer of JWTs. They are fetched when the first JWT arrives, so that the process starts while the issuer
 * is unreachable; then they are cached, and an unknown key id fetches them again at most twice in 30 s.
 */
final class IssuerKeys implements ResourceRetriever {

    private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 256 * 1024;
    private static final long CACHED_MILLIS = 5 * 60_000L;

    /** Longest wait of a request for another that fetches the keys. */
    private static final long MAX_WAIT_MILLIS = 2 * TIMEOUT_MILLIS;

    private static final long FETCH_INTERVAL_MILLIS = 30_000;

    private static final JsonMapper JSON = new JsonMapper();

    private final SecuritySettings.Jwt settings;
    private final ResourceRetriever http = new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES);
    private volatile boolean unreachable;

    IssuerKeys(SecuritySettings.Jwt settings) {
        this.settings = settings;
    }

    JWKSource<SecurityContext> source() {
        URI keys = settings.jwkSetUri() == null ? metadata() : settings.jwkSetUri();
        try {
            return JWKSourceBuilder.create(keys.toURL(), this)
                    .cache(CACHED_MILLIS, MAX_WAIT_MILLIS)
                    .refreshAheadCache(false)
                    .rateLimited(FETCH_INTERVAL_MILLIS)
                    .outageTolerant(CACHED_MILLIS)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("stockledger.security.jwt needs http or https addresses: " + keys, e);
        }
    }

    /** Whether the keys could not be fetched last time. */
    boolean areUnreachable() {
        return unreachable;
    }

    /** OpenID Connect Discovery 1.0, 4: below the issuer. */
    private URI metadata() {
        String issuer = String.valueOf(settings.issuerUri());
        return URI.create(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration");
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        try {
            Resource fetched = http.retrieveResource(url);
            if (settings.jwkSetUri() == null) {
                fetched = http.retrieveResource(keysIn(fetched.getContent()));
            }
            unreachable = false;
            return fetched;
        } catch (IOException e) {
            if (!unreachable) {
                LOG.warn("The keys of the issuer of JWTs cannot be fetched from {}: {}", url, e.toString());
            }
            unreachable = true;
            throw e;
        }
    }

    private URL keysIn(String metadata) throws IOException {
        try {
            JsonNode document = JSON.readTree(metadata);
            String issuer = document.path("issuer").asString("");
            @Nullable String keys = document.path("jwks_uri").asString(null);
            if (keys == null || !issuer.equals(String.valueOf(settings.issuerUri()))) {
                throw new IOException("the metadata of the issuer names another issuer, or no keys");
            }
            return URI.create(keys).toURL();
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IOException("the metadata of the issuer cannot be read", e);
        }
    }
}
