package stockledger.web.security;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AuthenticationServiceException;

/**
 * Checks before the process listens that it is not open to everybody: without a key or an issuer it may listen on loopback
 * only, which one line of the log says.
 */
final class ProtectedMode implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ProtectedMode.class);

    private final Authenticator authenticator;
    private final ApiKeys keys;
    private final Environment environment;

    ProtectedMode(Authenticator authenticator, ApiKeys keys, Environment environment) {
        this.authenticator = authenticator;
        this.keys = keys;
        this.environment = environment;
    }

    @Override
    public void afterSingletonsInstantiated() {
        keys.load();
        if (hasNoCredentials()) {
            Map<String, String> reachable = BoundAddresses.others(environment);
            if (!reachable.isEmpty()) {
                throw new InsecureStartException(message(reachable), null);
            }
            LOG.info(
                    "Protected mode: no API key and no issuer is set, so this machine alone may call, with all scopes");
        }
    }

    /** While the stored keys cannot be read, nobody is let in, so the start goes on. */
    private boolean hasNoCredentials() {
        try {
            return authenticator.isWithoutCredentials();
        } catch (AuthenticationServiceException unknown) {
            return false;
        }
    }

    private static String message(Map<String, String> reachable) {
        return "Others could call this service, and it could not tell who they are: " + reachable
                + ". Name a file with a first API key (--stockledger.security.bootstrap-key-file), or an issuer of JWTs"
                + " (--stockledger.security.jwt.issuer-uri and .audience), or listen on 127.0.0.1 and issue a key there:"
                + " POST /v1/api-keys.";
    }
}
