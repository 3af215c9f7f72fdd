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
 * The addresses of hosts, resolved and checked: connections are made to these addresses, without resolving the host again. A host
 * is refused if one of its addresses is not public.
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
     * The addresses of the host of a webhook's URL. The future fails when the host is unknown or refused. The URL is checked
     * too, since private addresses may have been permitted when the webhook was registered.
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

    /** The URL is not permitted, or the host has an address that is not public. */
    static final class AddressRefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        AddressRefusedException() {
            super("the host has an address that is not public", null, false, false);
        }
    }
}
