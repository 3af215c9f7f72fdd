package stockledger.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.env.Environment;

/** The addresses that the process listens on. */
final class BoundAddresses {

    /** Without it, every address of the machine. */
    private static final String MAIN = "server.address";

    /** Of the port for operators; without it the same. */
    private static final String OPERATORS = "stockledger.management.address";

    private BoundAddresses() {}

    static boolean areLoopback(Environment environment) {
        return others(environment).isEmpty();
    }

    /** The settings whose address others than this machine can reach, with their values. */
    static Map<String, String> others(Environment environment) {
        Map<String, String> others = new LinkedHashMap<>();
        // An empty one counts as none.
        String main = environment.getProperty(MAIN, "");
        if (main.isBlank() || !isLoopback(main)) {
            others.put(MAIN, main.isBlank() ? "not set" : main);
        }
        String operators = environment.getProperty(OPERATORS, "");
        if (!operators.isBlank() && !isLoopback(operators)) {
            others.put(OPERATORS, operators);
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
