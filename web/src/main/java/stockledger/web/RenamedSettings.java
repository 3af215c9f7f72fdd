package stockledger.web;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ClassPathResource;

/**
 * Fails the start when a setting is given by a name that is no longer read: ignoring it would run the service with the
 * default, unnoticed. Finds it in any source (file, environment variable, argument) and in any form that Spring binds.
 *
 * <p>It is an initializer and not an environment post-processor, because only now is the log set up for the report.
 */
final class RenamedSettings implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

    private static final ClassPathResource TABLE = new ClassPathResource("stockledger/web/renamed-settings.properties");

    private static final String REMOVED = "-";

    private final TreeMap<String, String> newNames;

    /** Called by Spring. */
    RenamedSettings() {
        this(table());
    }

    /** @param newNames old name to new name; empty when the setting became a constant, {@value #REMOVED} when it has no effect */
    RenamedSettings(TreeMap<String, String> newNames) {
        this.newNames = newNames;
    }

    /** Before initializers that start servers. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        List<String> sentences = newNames.entrySet().stream()
                .filter(setting -> isGiven(setting.getKey(), context.getEnvironment()))
                .map(setting -> setting.getKey() + sentence(setting.getValue()))
                .toList();
        if (!sentences.isEmpty()) {
            throw new RenamedSettingException(String.join("\n", sentences));
        }
    }

    private static String sentence(String newName) {
        return switch (newName) {
            case "" -> " is no longer a setting: its value is a constant now.";
            case REMOVED -> " is no longer a setting: what it bounded does not exist any more.";
            default -> " is now " + newName + ".";
        };
    }

    private static boolean isGiven(String name, ConfigurableEnvironment environment) {
        ConfigurationPropertyName property = ConfigurationPropertyName.of(name);
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .anyMatch(source -> source.getConfigurationProperty(property) != null);
    }

    static TreeMap<String, String> table() {
        Properties table = new Properties();
        try (Reader text = new InputStreamReader(TABLE.getInputStream(), StandardCharsets.UTF_8)) {
            table.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TreeMap<String, String> newNames = new TreeMap<>();
        table.forEach((old, now) -> newNames.put((String) old, (String) now));
        return newNames;
    }
}
