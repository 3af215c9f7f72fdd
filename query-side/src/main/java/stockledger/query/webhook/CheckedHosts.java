package stockledger.query.webhook;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import stockledger.web.webhook.WebhookAddresses;

/**
 * The addresses of hosts, resolved once and checked: connections are made to these addresses, and nothing resolves the name
 * again. A name of which any address is not public is refused.
 */
final class CheckedHosts {

    private static final Duration REMEMBERED = Duration.ofSeconds(30);
    private static final int MAX_REMEMBERED = 1_000;

    private final WebhookAddresses addresses;
    private final Resolver resolver;
    private final AsyncCache<String, List<InetAddress>> resolved;

    /** Resolves a name. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param threads resolve names, which may take long */
    CheckedHosts(WebhookAddresses addresses, Resolver resolver, Executor threads) {
        this.addresses = addresses;
        this.resolver = resolver;
        this.resolved = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MAX_REMEMBERED)
                .executor(threads)
                .buildAsync();
    }

    /**
     * The addresses of the host of a webhook; fails when it is unknown or may not be connected to. The setting may have been
     * another one when the webhook was registered, so its URL is checked too.
     */
    CompletableFuture<List<InetAddress>> of(URI url) {
        return addresses.problem(url.toString()) == null
                ? resolved.get(url.getHost(), this::resolve)
                : CompletableFuture.failedFuture(new AddressRefusedException());
    }

    private List<InetAddress> resolve(String host) {
        try {
            List<InetAddress> found = List.of(resolver.resolve(host));
            if (found.isEmpty() || !found.stream().allMatch(addresses::mayConnectTo)) {
                throw new CompletionException(new AddressRefusedException());
            }
            return found;
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    /** A host has an address that is not delivered to. */
    static final class AddressRefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        AddressRefusedException() {
            super("the host has an address that is not public", null, false, false);
        }
    }
}
