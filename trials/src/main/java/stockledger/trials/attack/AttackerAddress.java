package stockledger.trials.attack;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The local address of attackers: another one than that of honest callers, since some limits are per address. */
final class AttackerAddress {

    private AttackerAddress() {}

    /** One of the loopback network, when the service is on this machine and the machine has it; null for the system's choice. */
    static @Nullable InetSocketAddress towards(InetSocketAddress target) throws IOException {
        boolean isLoopback = target.getAddress() instanceof Inet4Address loopback && loopback.isLoopbackAddress();
        boolean isLinux = System.getProperty("os.name").startsWith("Linux");
        return isLoopback && isLinux ? new InetSocketAddress(InetAddress.getByName("127.0.0.2"), 0) : null;
    }
}
