package stockledger.web.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that webhooks may have: https, and hosts that are public. Otherwise somebody who may register a webhook could
 * send requests of this service into its own network, such as to the metadata service of a cloud. A name is checked again when
 * it is resolved, and the connection is made to an address that was checked.
 */
public final class WebhookAddresses {

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_PORT = 65_535;

    /** A name whose last part is a number is an address (WHATWG), of which only the usual form is accepted: no name is resolved. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern ADDRESS_V4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    /** Names that are never public, whatever they resolve to. */
    private static final List<String> PRIVATE_NAMES =
            List.of("localhost", ".localhost", ".local", ".internal", ".home.arpa");

    /** Special-purpose blocks of IPv4 by the registry of IANA (RFC 6890), multicast and reserved addresses. */
    private static final List<Block> PRIVATE_V4 = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 4),
            Block.of("240.0.0.0", 4));

    /** Of IPv6 only these are global unicast addresses: loopback, link-local, unique local, multicast and mapped ones are not. */
    private static final Block GLOBAL_V6 = Block.of("2000::", 3);

    /** Parts of it that are not public, or contain an IPv4 address: Teredo, 6to4, documentation. */
    private static final List<Block> PRIVATE_V6 =
            List.of(Block.of("2001::", 23), Block.of("2001:db8::", 32), Block.of("2002::", 16), Block.of("3fff::", 20));

    private final boolean allowPrivate;

    WebhookAddresses(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** The first addresses of a block, and how many bits of them count. */
    private record Block(byte[] first, int bits) {

        static Block of(String address, int bits) {
            try {
                // A literal: nothing is resolved.
                return new Block(InetAddress.getByName(address).getAddress(), bits);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException(e);
            }
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if ((first[bit / Byte.SIZE] & mask) != (address[bit / Byte.SIZE] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Why an address is refused, as a sentence; null when it may be delivered to. Nothing is resolved. */
    public @Nullable String problem(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            return "Not a URL.";
        }
        String host = uri.getHost();
        if (url.length() > MAX_LENGTH || uri.getScheme() == null || host == null || uri.getPort() > MAX_PORT) {
            return "Must be a URL with a host, of at most " + MAX_LENGTH + " characters.";
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            return "Must have no user, password or fragment.";
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(allowPrivate && scheme.equals("http"))) {
            return "Must be an https URL.";
        }
        return isPublicHost(host) ? null : "Must have a public host.";
    }

    private boolean isPublicHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (allowPrivate) {
            return true;
        }
        String absolute = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (name.startsWith("[") || ADDRESS_V4.matcher(absolute).matches()) {
            try {
                return isPublic(InetAddress.getByName(absolute));
            } catch (UnknownHostException e) {
                return false;
            }
        }
        return !ENDS_IN_NUMBER.matcher(absolute).matches()
                && absolute.contains(".")
                && PRIVATE_NAMES.stream().noneMatch(ending -> absolute.equals(ending) || absolute.endsWith(ending));
    }

    /** Whether a resolved address may be connected to. */
    public boolean mayConnectTo(InetAddress address) {
        return allowPrivate || isPublic(address);
    }

    /** Whether an address is one of the public internet. An IPv4 address within an IPv6 one is read as such by Java. */
    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return PRIVATE_V4.stream().noneMatch(block -> block.contains(bytes));
        }
        return GLOBAL_V6.contains(bytes) && PRIVATE_V6.stream().noneMatch(block -> block.contains(bytes));
    }
}
