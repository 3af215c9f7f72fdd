package stockledger.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;
import stockledger.web.security.SecuritySettings.CatalogRead;

/** Without a key and an issuer, a process that others can reach does not start. */
@ExtendWith(OutputCaptureExtension.class)
class ProtectedModeListensOnLoopbackTest {

    private static final ApiKeyEvents NONE = sequence -> List.of();

    @TempDir
    Path folder;

    private void start(String address, ApiKeyEvents events, Path bootstrap) {
        start(address, null, events, bootstrap);
    }

    private void start(String address, String management, ApiKeyEvents events, Path bootstrap) {
        SecuritySettings settings = new SecuritySettings(
                CatalogRead.PUBLIC, bootstrap, Set.of(), new SecuritySettings.Jwt(null, null, null));
        MockEnvironment environment = new MockEnvironment();
        if (address != null) {
            environment.setProperty("server.address", address);
        }
        if (management != null) {
            environment.setProperty("stockledger.management.address", management);
        }
        try (ApiKeys keys = new ApiKeys(events, Clock.systemUTC())) {
            Authenticator authenticator = new Authenticator(
                    settings, keys, BootstrapKey.in(bootstrap), null, BoundAddresses.areLoopback(environment));
            new ProtectedMode(authenticator, keys, environment).afterSingletonsInstantiated();
        }
    }

    @Test
    void onLoopbackItStartsAndSaysSoInOneLine(CapturedOutput output) {
        start("127.0.0.1", NONE, null);
        start("localhost", NONE, null);
        start("::1", NONE, null);

        assertThat(output.getAll().lines().filter(line -> line.contains("Protected mode:")))
                .hasSize(3);
    }

    @Test
    void elsewhereTheStartEndsWithWhatToDo() {
        for (String address : new String[] {"0.0.0.0", "192.0.2.1", "::", null}) {
            assertThatExceptionOfType(InsecureStartException.class)
                    .isThrownBy(() -> start(address, NONE, null))
                    .withMessageContainingAll(
                            "server.address", "bootstrap-key-file", "jwt.issuer-uri", "127.0.0.1", "/v1/api-keys");
        }
    }

    @Test
    void thePortForOperatorsIsAPortToo() {
        start("127.0.0.1", "127.0.0.1", NONE, null);
        assertThatExceptionOfType(InsecureStartException.class)
                .isThrownBy(() -> start("127.0.0.1", "0.0.0.0", NONE, null))
                .withMessageContaining("stockledger.management.address");
    }

    @Test
    void aStoredKeyOrABootstrapKeyAllowsIt() throws IOException {
        Path file = Files.writeString(
                folder.resolve("key"), ApiKeyText.random("first").text() + "\n");
        ApiKeyEvents one = sequence -> sequence >= 0
                ? List.of()
                : List.of(new ApiKeyEvents.Change(
                        0,
                        Instant.EPOCH,
                        "kim",
                        "a",
                        new ApiKeyEvents.Issued("shop", Set.of("ops"), "hash", Instant.EPOCH)));

        assertThatNoException().isThrownBy(() -> start("0.0.0.0", one, null));
        assertThatNoException().isThrownBy(() -> start("0.0.0.0", NONE, file));
    }

    @Test
    void aBootstrapFileWithoutAKeyEndsTheStart() throws IOException {
        Path weak = Files.writeString(folder.resolve("weak"), "sl_first_secret");
        for (Path file : List.of(weak, folder.resolve("absent"))) {
            assertThatExceptionOfType(InsecureStartException.class)
                    .isThrownBy(() -> start("127.0.0.1", NONE, file))
                    .withMessageContaining("bootstrap-key-file");
        }
    }

    @Test
    void aKeyInPlaceOfItsFileIsNotLogged() {
        ApiKeyText key = ApiKeyText.random("first");

        assertThatExceptionOfType(InsecureStartException.class)
                .isThrownBy(() -> start("127.0.0.1", NONE, Path.of(key.text())))
                .withMessageContaining("must name a file")
                .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain(key.secret()));
    }
}
