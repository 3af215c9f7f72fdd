package stockledger.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class RenamedSettingsFailTheStartTest {

    /** Names that the real table does not have: Spring applies that one too. */
    private static final TreeMap<String, String> TABLE = new TreeMap<>(Map.of(
            "stockledger.imaginary.beat-millis", "stockledger.imaginary.heartbeat-interval",
            "stockledger.imaginary.lease-seconds", "",
            "stockledger.imaginary.writer-threads", "-"));

    @Test
    void anArgumentWithTheOldName() {
        assertThatThrownBy(() -> start(new StandardEnvironment(), "--stockledger.imaginary.beat-millis=300"))
                .isInstanceOf(RenamedSettingException.class)
                .hasMessage("stockledger.imaginary.beat-millis is now stockledger.imaginary.heartbeat-interval.");
    }

    /** It would serve the actuator without authentication. */
    @Test
    void springBootsOwnPortForTheActuator() {
        assertThatThrownBy(() -> start(new StandardEnvironment(), "--management.server.port=9001"))
                .isInstanceOf(RenamedSettingException.class)
                .hasMessage("management.server.port is now stockledger.management.port.");
    }

    @Test
    void aSettingThatBecameAConstant() {
        assertThatThrownBy(() -> start(new StandardEnvironment(), "--stockledger.imaginary.leaseSeconds=5"))
                .hasMessage("stockledger.imaginary.lease-seconds is no longer a setting: its value is a constant now.");
    }

    @Test
    void aSettingWithoutEffect() {
        assertThatThrownBy(() -> start(new StandardEnvironment(), "--stockledger.imaginary.writer-threads=5"))
                .hasMessage("stockledger.imaginary.writer-threads is no longer a setting:"
                        + " what it bounded does not exist any more.");
    }

    @Test
    void environmentVariablesInBothSpellings() {
        for (String name : new String[] {"STOCKLEDGER_IMAGINARY_BEATMILLIS", "STOCKLEDGER_IMAGINARY_BEAT_MILLIS"}) {
            StandardEnvironment environment = new StandardEnvironment();
            environment
                    .getPropertySources()
                    .replace(
                            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                            new SystemEnvironmentPropertySource(
                                    StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, "300")));
            assertThatThrownBy(() -> start(environment))
                    .as(name)
                    .hasMessageContaining("is now stockledger.imaginary.heartbeat-interval");
        }
    }

    @Test
    void aFileWithTheOldNameAndAllOfThemAtOnce() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("a file", Map.of("stockledger.imaginary.beat-millis", 300)));
        assertThatThrownBy(() -> start(environment, "--stockledger.imaginary.lease-seconds=5"))
                .hasMessageContaining("beat-millis is now")
                .hasMessageContaining("lease-seconds is no longer a setting");
    }

    @Test
    void theReportHasTheSentenceAndNoStackTrace(CapturedOutput output) {
        assertThatThrownBy(() -> start(new StandardEnvironment(), "--stockledger.imaginary.beat-millis=300"))
                .isInstanceOf(RenamedSettingException.class);

        assertThat(output)
                .contains("stockledger.imaginary.beat-millis is now stockledger.imaginary.heartbeat-interval.")
                .doesNotContain("\tat ");
    }

    @Test
    void newNamesStart() {
        try (ConfigurableApplicationContext context =
                start(new StandardEnvironment(), "--stockledger.imaginary.heartbeat-interval=300ms")) {
            assertThat(context.isActive()).isTrue();
        }
    }

    @Test
    void springFindsTheCheckByItself() {
        assertThat(new SpringApplication(Nothing.class).getInitializers())
                .anyMatch(initializer -> initializer instanceof RenamedSettings);
    }

    @Test
    void theTableHasValidNames() {
        assertThat(RenamedSettings.table()).allSatisfy((old, now) -> {
            assertThat(old).matches("(stockledger|management\\.server)\\..*");
            assertThat(ConfigurationPropertyName.isValid(old)).as(old).isTrue();
            assertThat(now.isEmpty()
                            || now.equals("-")
                            || now.startsWith("stockledger.") && ConfigurationPropertyName.isValid(now))
                    .as(now)
                    .isTrue();
        });
    }

    private static ConfigurableApplicationContext start(StandardEnvironment environment, String... arguments) {
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .environment(environment)
                .initializers(new RenamedSettings(TABLE))
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}
}
