package stockledger.trials.baselines;

import java.util.Arrays;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The baseline for throughput: a constant response of 1,024 bytes from Spring MVC on the same Tomcat. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class ConstantResponse {

    private static final byte[] BODY = new byte[1_024];

    static {
        Arrays.fill(BODY, (byte) 'x');
    }

    @GetMapping(path = "/constant", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> constant() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(BODY);
    }
}
