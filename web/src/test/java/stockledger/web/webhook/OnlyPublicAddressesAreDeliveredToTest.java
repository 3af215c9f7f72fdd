package stockledger.web.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook cannot make the service send requests into its own network. */
class OnlyPublicAddressesAreDeliveredToTest {

    private final WebhookAddresses addresses = new WebhookAddresses(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://erp.example/stock?shop=1",
                "https://erp.example:8443/",
                "https://93.184.216.34/",
                "https://erp.node1/",
                "https://[2606:2800:220:1:248:1893:25c8:1946]/"
            })
    void httpsOfPublicHostsIsAccepted(String url) {
        assertThat(addresses.problem(url)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://erp.example/",
                "ftp://erp.example/",
                "erp.example/hook",
                "https:///hook",
                "https://user:word@erp.example/",
                "https://erp.example/#part",
                "https://erp.example:70000/",
                "https://localhost/",
                "https://LOCALHOST./",
                "https://a.localhost/",
                "https://printer.local/",
                "https://metadata.google.internal/",
                "https://intranet/",
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://0x7f.1/",
                "https://127.1/",
                "https://127.0.0.1./",
                "https://999.1.1.1/",
                "https://010.1.1.1/",
                "https://erp.example.0x7f/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:a00:1]/",
                "https://169.254.169.254/latest/meta-data"
            })
    void othersAreRefused(String url) {
        assertThat(addresses.problem(url)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.8.8.8",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.19.0.1",
                "224.0.0.1",
                "239.1.1.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::"
            })
    void aNameThatResolvesToOneOfTheseIsRefused(String address) throws UnknownHostException {
        assertThat(addresses.mayConnectTo(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "100.63.255.255", "172.32.0.1", "223.255.255.255", "2606:4700::1111", "2a00::1"})
    void aNameThatResolvesToAPublicAddressIsAccepted(String address) throws UnknownHostException {
        assertThat(addresses.mayConnectTo(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void aSettingAllowsPrivateHostsAndHttp() throws UnknownHostException {
        WebhookAddresses all = new WebhookAddresses(true);
        assertThat(all.problem("http://localhost:9000/hook")).isNull();
        assertThat(all.problem("ftp://localhost/")).isNotNull();
        assertThat(all.mayConnectTo(InetAddress.getByName("127.0.0.1"))).isTrue();
    }
}
