package stockledger.trials.baselines;

import java.util.Arrays;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The baselines for throughput: a constant response of 1,024 bytes from Spring MVC, and one from a valve of the same
 * Tomcat.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class ConstantResponse {

    static final byte[] BODY = new byte[1_024];

    static {
        Arrays.fill(BODY, (byte) 'x');
    }

    @GetMapping(path = "/constant", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> constant() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(BODY);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> constantValve() {
        return tomcat -> tomcat.addEngineValves(new ConstantValve());
    }
}
