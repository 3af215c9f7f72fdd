package stockledger.violations.query.product;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Violates: GET only on the query side. */
@RestController
class PostOnQuerySideController {

    @PostMapping("/v1/products/{sku}/forget")
    void forget() {}
}
