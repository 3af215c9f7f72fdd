package stockledger.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.mongodb.MongoDatabaseFactory;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SigningSettings.class)
class SigningConfiguration {

    private static final int MIN_LENGTH = 32;

    @Bean
    TokenSigner tokenSigner(SigningSettings settings, ObjectProvider<MongoDatabaseFactory> mongo) {
        Path file = settings.keyFile();
        if (file != null) {
            return new TokenSigner(new SigningKeys(fixed(file), Clock.systemUTC()));
        }
        MongoDatabaseFactory factory = mongo.getIfAvailable();
        if (factory == null) {
            // Only tests of HTTP alone have no MongoDB.
            return new TokenSigner(new SigningKeys(List.of(SigningKey.random(Instant.now())), Clock.systemUTC()));
        }
        SimpleAsyncTaskExecutor background = new SimpleAsyncTaskExecutor("signing-keys-");
        background.setDaemon(true);
        SigningKeys keys = new SigningKeys(
                new MongoSigningKeys(factory),
                background,
                CompletableFuture.delayedExecutor(SigningKeys.RETRY.toMillis(), TimeUnit.MILLISECONDS, background),
                Clock.systemUTC());
        keys.refresh();
        return new TokenSigner(keys);
    }

    static List<SigningKey> fixed(Path file) {
        List<String> secrets;
        try (var lines = Files.lines(file)) {
            secrets = lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("stockledger.consistency-token.key-file cannot be read", e);
        }
        if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length() < MIN_LENGTH)) {
            throw new IllegalArgumentException("stockledger.consistency-token.key-file must have at least one line, and"
                    + " lines of at least " + MIN_LENGTH + " characters");
        }
        return secrets.stream().map(SigningKey::of).toList();
    }
}
