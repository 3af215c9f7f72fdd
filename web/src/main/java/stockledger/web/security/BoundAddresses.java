package stockledger.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** The addresses that the process listens on. */
final class BoundAddresses {

    /** The settings of the listening addresses; without an address it is every one of the machine. */
    private static final List<String> SETTINGS = List.of("server.address");

    private BoundAddresses() {}

    static boolean areLoopback(Environment environment) {
        return others(environment).isEmpty();
    }

    /** The settings whose address others than this machine can reach, with their values. */
    static Map<String, String> others(Environment environment) {
        Map<String, String> others = new LinkedHashMap<>();
        for (String setting : SETTINGS) {
            @Nullable String address = environment.getProperty(setting);
            if (address == null || !isLoopback(address)) {
                others.put(setting, address == null ? "not set" : address);
            }
        }
        return others;
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
