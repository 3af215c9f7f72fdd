package stockledger.violations.command.stock;

import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Violates: other verbs only on the command side, every route names its verb, no field injection, no waiting. */
@RestController
@RequestMapping("/v1/violation")
class GetOnCommandSideController {

    @Autowired
    CommandUsingQuery injected;

    @GetMapping("/{sku}")
    String get() {
        return "";
    }

    void poll() {
        LockSupport.parkNanos(1);
    }

    @RequestMapping("/any")
    String any() throws InterruptedException {
        Thread.sleep(1);
        return "";
    }
}
