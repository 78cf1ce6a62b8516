// Made from docs/openapi.json by `npm run generate`; not to be edited.
export interface paths {
    "/api-keys/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key in use and its company */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeyInfo"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys of the company, without their secrets */
        get: {
            parameters: {
                query?: {
                    cursor?: string;
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["ApiKey"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Make a key, valid for six months; shown once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ApiKeyCreated"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{keyId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a key at once */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    keyId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Contracts of the company, of every status */
        get: {
            parameters: {
                query?: {
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    limit?: number;
                    status?: "PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Contract"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contracts/{gatewayId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The contract with one gateway */
        get: {
            parameters: {
                query?: {
                    /** @description Accepted for compatibility; the contract echoes the one of its invitation. */
                    partnerUserId?: string;
                };
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contract"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Acknowledge that a contract has ended; afterwards it is gone */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone: from now on 403, as if it had never been. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        /** Accept, reject or revoke a contract */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContractPatch"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contract"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/pro/contracts/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** One action on up to 500 contracts */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ContractActions"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ContractActionResults"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contracts/{gatewayId}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which endpoints of the gateway would be refused now, and why */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessExplanation"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply as a partner company */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegistrationData"];
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegistrationAccepted"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registrations/{registrationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of an application */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    registrationId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RegistrationState"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/contracts/{gatewayId}/consent/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proof of the consent that was given last */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ConsentReceipt"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/hearthgate-keys.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Public keys of this server’s signatures */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PublicKeys"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Systems of the active contracts */
        get: {
            parameters: {
                query?: {
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    limit?: number;
                    connectivity?: "ONLINE" | "OFFLINE";
                    /** @description Brand of the gateway. */
                    brand?: "BOSCH" | "BUDERUS" | "IVT";
                    /** @description Family of the gateway. `ICOM` is a word of the reference; the others are ours. */
                    gatewayType?: "ICOM" | "K30" | "K40" | "EMS_ESP";
                    systemType?: "HEAT_PUMP" | "BOILER" | "HYBRID" | "CASCADE" | "UNKNOWN";
                    /** @description `true`: any is active, `false`: none is; else the display code of an active one. */
                    notification?: string;
                    /** @description A version, or its beginning with `*`. */
                    firmware?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["HvacSummary"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One system and what it can do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Hvac"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The company's changes, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    limit?: number;
                    status?: "ACCEPTED" | "SENT" | "CONFIRMED" | "REFUSED" | "SUPERSEDED" | "EXPIRED" | "PARTIAL";
                };
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Command"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/commands/{commandId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of a change */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    commandId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Command"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/components": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The parts of a system, with what each of them measures */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Component"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/heatSources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All heat sources */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["HeatSource"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/heatSources/{heatSourceId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One heat source: what it does now, and what it has done */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    heatSourceId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HeatSource"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Faults and hints of the appliance */
        get: {
            parameters: {
                query?: {
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description `active` when left out; newest first. */
                    state?: "active" | "resolved" | "all";
                };
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Notification"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/heatingCircuits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All heating circuits */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["HeatingCircuit"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/heatingCircuits/{circuitId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One heating circuit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HeatingCircuit"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a heating circuit; confirmed by read-back */
        patch: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HeatingCircuitPatch"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HeatingCircuitPatched"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/hvacs/{gatewayId}/recordings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a data point was: every value, by hour, by local day, by local month */
        get: {
            parameters: {
                query?: {
                    /** @description Name of a data point; none: the list of those there are. */
                    dataPoint?: string;
                    /**
                     * @description ISO 8601, UTC.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    from?: string;
                    /**
                     * @description ISO 8601, UTC.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    to?: string;
                    resolution?: "RAW" | "PT1H" | "P1D" | "P1M";
                    cursor?: string;
                };
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Recordings"] | components["schemas"]["RecordedPoints"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/dhwCircuits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All hot water circuits */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["DhwCircuit"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/dhwCircuits/{circuitId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One hot water circuit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DhwCircuit"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a hot water circuit; confirmed by read-back */
        patch: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DhwCircuitPatch"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DhwCircuitPatched"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/hvacs/{gatewayId}/dhwCircuits/{circuitId}/charge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** State of the extra charge */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DhwCharge"];
                    };
                };
            };
        };
        /** Start or stop an extra charge; confirmed by read-back */
        put: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            /** @description `durationMinutes` and `setpoint` go with START; left out, the gateway uses those it has. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DhwChargeOrder"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DhwChargeChanged"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/away": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the system set to away? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Away"];
                    };
                };
            };
        };
        /** Switch away on or off; confirmed by read-back */
        put: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            /** @description Away lasts until it is switched off: no gateway ends it by itself. Days that are known ahead are a holiday. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AwayOrder"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AwayChanged"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Holidays that are planned or under way */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Holiday"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Plan a holiday; confirmed by read-back */
        post: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                };
                cookie?: never;
            };
            /** @description Left out: `assignedTo` is all circuits, `heatingMode` ECO and `dhwMode` OFF where the gateway knows them, `temperature` the one the slot has. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HolidayOrder"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HolidayChanged"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/holidays/{holidayId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One holiday */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    holidayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Holiday"];
                    };
                };
            };
        };
        /** Replace a holiday; confirmed by read-back */
        put: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    holidayId: string;
                };
                cookie?: never;
            };
            /** @description Left out: `assignedTo` is all circuits, `heatingMode` ECO and `dhwMode` OFF where the gateway knows them, `temperature` the one the slot has. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HolidayOrder"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HolidayChanged"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        post?: never;
        /** End or cancel a holiday; confirmed by read-back */
        delete: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    holidayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
                /** @description Its slot is free again. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/heatingCircuits/{circuitId}/timePrograms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All time programs of a heating circuit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["TimeProgram"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/heatingCircuits/{circuitId}/timePrograms/{timeProgramId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One time program of a heating circuit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                    /** @example A */
                    timeProgramId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimeProgram"];
                    };
                };
            };
        };
        /** Replace a time program of a heating circuit; confirmed by read-back */
        put: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                    /** @example A */
                    timeProgramId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TimeProgramOrder"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimeProgramReplaced"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        post?: never;
        /** Remove a time program of a heating circuit that the platform executes */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                    /** @example A */
                    timeProgramId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The circuit stays as it is. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/dhwCircuits/{circuitId}/timePrograms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All time programs of a hot water circuit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["TimeProgram"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hvacs/{gatewayId}/dhwCircuits/{circuitId}/timePrograms/{timeProgramId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One time program of a hot water circuit */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                    /** @example A */
                    timeProgramId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimeProgram"];
                    };
                };
            };
        };
        /** Replace a time program of a hot water circuit; confirmed by read-back */
        put: {
            parameters: {
                query?: {
                    /**
                     * @description Until when the change may wait for the gateway: from a minute to 7 days ahead. Needs `Prefer: respond-async`.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    expiresAt?: string;
                };
                header?: {
                    /** @description The same key and body answer as the first time (24 h). */
                    "idempotency-key"?: string;
                    /** @description `wait=N`: seconds to wait for the confirmation, 0 to 30; 10 without it. `respond-async`: do not wait; with `expiresAt` the change also waits for a gateway that is offline. */
                    prefer?: string;
                };
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                    /** @example A */
                    timeProgramId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TimeProgramOrder"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TimeProgramReplaced"];
                    };
                };
                /** @description Accepted */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAccepted"];
                    };
                };
            };
        };
        post?: never;
        /** Remove a time program of a hot water circuit that the platform executes */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    circuitId: number;
                    /** @example A */
                    timeProgramId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The circuit stays as it is. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Endpoints of the company */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Webhook"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Make an endpoint; its secret is shown once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWebhook"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookWithSecret"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One endpoint, and where it stands */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove an endpoint with what waits for it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed; the log keeps the events. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        options?: never;
        head?: never;
        /** Change, pause or resume an endpoint */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WebhookPatch"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Webhook"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/webhooks/{webhookId}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret, shown once; the old one signs too for 24 hours */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookWithSecret"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a WEBHOOK_TEST now, also while paused */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookTestResult"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send events of the log once more */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            /** @description Either `from` and `to`, or `ids`. */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReplayOrder"];
                };
            };
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Replays, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["Replay"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/replays/{replayId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One replay, and how far it is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                    replayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Cancel a replay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                    replayId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Replay"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent and how it was answered, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description `PARKED`: failed, and the gateway goes on without it. `GAVE_UP`: failed for the last time. `WITHHELD`: the right has ended. `TOO_OLD`: older than `maxAgeHours`. */
                    outcome?: "DELIVERED" | "FAILED" | "PARKED" | "GAVE_UP" | "WITHHELD" | "TOO_OLD";
                    kind?: "LIVE" | "REPLAY" | "TEST" | "HEARTBEAT" | "GAP";
                    /** @description Requests with this event, and batches whose range holds it. */
                    eventId?: string;
                    /**
                     * @description ISO 8601, UTC.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    from?: string;
                    /**
                     * @description ISO 8601, UTC.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    to?: string;
                };
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            items: components["schemas"]["WebhookAttempt"][];
                            /** @description Null on the last page. */
                            nextCursor: string | null;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/attempts/{attemptId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One attempt, with the body that was sent */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                    attemptId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WebhookAttemptDetail"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/verify-signature": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Why a request that was received fails its check */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignatureQuestion"];
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SignatureFindings"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/{webhookId}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tells when something was sent to an endpoint */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    webhookId: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Does not end by itself. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of the company, in the order in which they were recorded */
        get: {
            parameters: {
                query?: {
                    /** @description Where to go on: `nextCursor` of an earlier answer, or the `id` of an event of the stream. It is tied to no filter. Without it: the oldest event kept. */
                    cursor?: string;
                    /**
                     * @description Instead of a cursor: begin with the first event recorded at this time or later.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    from?: string;
                    /** @description Only these types; given several times, or with commas between them. Without it: all. */
                    type?: ("CONNECTIVITY_STATUS" | "APPLIANCE_STATUS" | "CONTRACT_STATUS" | "DATA_POINT" | "DAILY_AGGREGATE" | "COMMAND_STATUS" | "CONSENT_OUTDATED" | "API_KEY_CREATED" | "API_KEY_REMOVED" | "API_KEY_EXPIRING" | "WEBHOOK_PAUSED" | "FIRMWARE_OUTDATED")[];
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId?: string;
                    /** @description 100 when left out. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a stream of server-sent events */
        get: {
            parameters: {
                query?: {
                    /** @description Where to go on: `nextCursor` of an earlier answer, or the `id` of an event of the stream. It is tied to no filter. Without it: the oldest event kept. */
                    cursor?: string;
                    /**
                     * @description Instead of a cursor: begin with the first event recorded at this time or later.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    from?: string;
                    /** @description Only these types; given several times, or with commas between them. Without it: all. */
                    type?: ("CONNECTIVITY_STATUS" | "APPLIANCE_STATUS" | "CONTRACT_STATUS" | "DATA_POINT" | "DAILY_AGGREGATE" | "COMMAND_STATUS" | "CONSENT_OUTDATED" | "API_KEY_CREATED" | "API_KEY_REMOVED" | "API_KEY_EXPIRING" | "WEBHOOK_PAUSED" | "FIRMWARE_OUTDATED")[];
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Does not end by itself. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Signed statement of what the log holds of a gateway in a span of time */
        get: {
            parameters: {
                query: {
                    /**
                     * @description Nine digits, as on the label of the gateway.
                     * @example 101000001
                     */
                    gatewayId: string;
                    /**
                     * @description ISO 8601, UTC.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    from: string;
                    /**
                     * @description Now when left out.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventCompleteness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pro/fleet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The fleet: systems with faults first, then those offline */
        get: {
            parameters: {
                query?: {
                    /** @description `nextCursor` of the page before. */
                    cursor?: string;
                    limit?: number;
                    /** @description Digits of the gateway id. */
                    text?: string;
                    /** @description Brand of the gateway. */
                    brand?: "BOSCH" | "BUDERUS" | "IVT";
                    /** @description Family of the gateway. `ICOM` is a word of the reference; the others are ours. */
                    gatewayType?: "ICOM" | "K30" | "K40" | "EMS_ESP";
                    systemType?: "HEAT_PUMP" | "BOILER" | "HYBRID" | "CASCADE" | "UNKNOWN";
                    connectivity?: "ONLINE" | "OFFLINE";
                    /** @description Has an active notification. */
                    faults?: "true" | "false";
                    /** @description Without it: contracts that have not ended. */
                    contractStatus?: "PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FleetPage"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/company/first-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Use a first-key link: makes a key and shows it once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FirstKey"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccessExplanation */
        AccessExplanation: {
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId: string;
            /** @enum {unknown} */
            contractStatus: "PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf: string;
            items: {
                /**
                 * @description Method and path; or `event` and its type, which is withheld when `status` is not 200.
                 * @example PATCH /hvacs/{gatewayId}/heatingCircuits/{circuitId}
                 * @example event DATA_POINT
                 */
                endpoints: string;
                /** @description 200: contract, scope and consent allow it. What comes after them (the body, the appliance) is not judged. */
                status: number;
                /** @enum {unknown} */
                code?: "request-invalid" | "version-unsupported" | "api-key-missing" | "api-key-malformed" | "api-key-unknown" | "api-key-expired" | "api-key-removed" | "owner-token-malformed" | "owner-token-unknown" | "owner-token-expired" | "sign-in-required" | "sign-in-refused" | "second-factor-required" | "email-in-use" | "link-not-valid" | "https-required" | "ip-not-allowed" | "company-suspended" | "company-offboarded" | "role-required" | "access-not-granted" | "scope-not-granted" | "read-only-token" | "main-owner-required" | "claim-refused" | "gatekeeper-not-eligible" | "not-found" | "offer-unknown" | "method-not-allowed" | "transition-not-allowed" | "export-running" | "nothing-to-undo" | "changed-since" | "version-conflict" | "last-administrator" | "company-not-available" | "presence-needed" | "limit-reached" | "key-limit-reached" | "setpoints-inconsistent" | "holiday-limit-reached" | "idempotency-in-progress" | "secret-already-shown" | "idempotency-key-reused" | "paging-required" | "cursor-expired" | "body-too-large" | "media-type-unsupported" | "headers-too-large" | "request-timeout" | "value-out-of-range" | "value-not-allowed" | "not-supported-by-gateway" | "firmware-outdated" | "superseded" | "protected" | "refused-by-gateway" | "rate-limit-exceeded" | "consent-outdated" | "internal" | "overloaded" | "gateway-offline";
                /**
                 * @description Page that says what helps.
                 * @example /docs/errors/consent-outdated
                 */
                cure?: string;
            }[];
        };
        /** ApiKey */
        ApiKey: {
            keyId: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            expiresAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            lastUsedAt?: string;
        };
        /** ApiKeyCreated */
        ApiKeyCreated: {
            /** @description The whole key. It is not kept here: store it now. */
            apiKey: string;
            keyId: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            expiresAt: string;
        };
        ApiKeyCreatedEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "API_KEY_CREATED";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                keyId: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                expiresAt: string;
            };
        };
        ApiKeyExpiringEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "API_KEY_EXPIRING";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                keyId: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                expiresAt: string;
                /** @description 30, 7 or 1. */
                daysLeft: number;
            };
        };
        /** ApiKeyInfo */
        ApiKeyInfo: {
            /**
             * @description Identifier of the partner company.
             * @example cmp_4fP1
             */
            companyId: string;
            companyName: string;
            /** @example key_9aZ */
            keyId: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            expiresAt: string;
            languages: ("en" | "de" | "nl" | "fr" | "sv")[];
            ipAllowList: string[];
            redirectUris: string[];
        };
        ApiKeyRemovedEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "API_KEY_REMOVED";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                keyId: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                expiresAt: string;
            };
        };
        ApplianceStatusEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "APPLIANCE_STATUS";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                /** @enum {unknown} */
                state: "RAISED" | "RESOLVED";
                /** @description The same from `RAISED` to `RESOLVED`. */
                notificationId: string;
                /** @example A32 */
                displayCode?: string;
                /** @example 3122 */
                causeCode?: number;
                /**
                 * @description `WARNING` goes on working or recovers by itself, `BLOCKING` stops until the condition is gone, `LOCKING` stops until somebody resets it, `FAULT` is disturbed without more being known, `UNKNOWN` has no public meaning.
                 * @enum {unknown}
                 */
                class: "INFO" | "MAINTENANCE" | "WARNING" | "BLOCKING" | "LOCKING" | "FAULT" | "UNKNOWN";
                /** @description The part that the code names: `hc2`, `dhw1`, `hs1`, `system`. Left out where it names none. */
                component?: string;
                /** @description In the company's first language. */
                text: string;
                /** @description By language: in each of the company's languages. */
                texts: {
                    [key: string]: string;
                };
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                since: string;
                /** @description How often it has appeared since then. */
                occurrences: number;
            };
        };
        /** Away */
        Away: {
            active?: boolean;
            /** @description Room temperature while nobody is at home, degrees Celsius. */
            temperature?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** AwayChanged */
        AwayChanged: {
            active?: boolean;
            /** @description Room temperature while nobody is at home, degrees Celsius. */
            temperature?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
            commandId: string;
        };
        /**
         * AwayOrder
         * @description Away lasts until it is switched off: no gateway ends it by itself. Days that are known ahead are a holiday.
         */
        AwayOrder: {
            active: boolean;
            /** @description Room temperature while nobody is at home, degrees Celsius. */
            temperature?: number;
        };
        /** BoilerComponent */
        BoilerComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "BOILER";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description As in `/heatSources/{heatSourceId}`. */
            heatSourceId: number;
            /**
             * @description `RUNNING`: it works, and its gateway does not tell what for. `HEATING` is for rooms or for hot water.
             * @enum {unknown}
             */
            state?: "IDLE" | "STARTING" | "RUNNING" | "HEATING" | "COOLING" | "DEFROSTING" | "STOPPING" | "FAULT" | "TEST";
            /** @description Flow temperature of the system, degrees Celsius. */
            flowTemperature?: number;
            /** @description Flow temperature that is asked for, degrees Celsius. */
            flowSetpoint?: number;
            /** @description Return temperature of the system, degrees Celsius. */
            returnTemperature?: number;
            /** @description Outdoor temperature, degrees Celsius. */
            outdoorTemperature?: number;
            /** @description Pressure of the heating water, bar. */
            systemPressure?: number;
            /** @description Power of what is possible, %. */
            modulation?: number;
            /** @description Electrical power of the compressors, W. */
            electricalPower?: number;
            /** @description Electrical power of the electric heater, W. */
            electricHeaterPower?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** CascadeComponent */
        CascadeComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "CASCADE";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description Heat sources that the cascade can use now. */
            sourcesOnline?: number;
            /** @description Flow temperature of the system, degrees Celsius. */
            flowTemperature?: number;
            /** @description Flow temperature that is asked for, degrees Celsius. */
            flowSetpoint?: number;
            /** @description Return temperature of the system, degrees Celsius. */
            returnTemperature?: number;
            /** @description Outdoor temperature, degrees Celsius. */
            outdoorTemperature?: number;
            /** @description Pressure of the heating water, bar. */
            systemPressure?: number;
            /** @description Power of what is possible, %. */
            modulation?: number;
            /** @description Electrical power of the compressors, W. */
            electricalPower?: number;
            /** @description Electrical power of the electric heater, W. */
            electricHeaterPower?: number;
            heatSources: {
                /** @description As in `/heatSources/{heatSourceId}`. */
                heatSourceId: number;
                /** @enum {unknown} */
                type: "HEAT_PUMP" | "BOILER" | "UNKNOWN";
                /** @description Name of the product, else of its hardware. */
                product?: string;
                /**
                 * @description The product's number on the bus.
                 * @example 208
                 */
                productId?: string;
                firmware?: string;
                serialNumber?: string;
                /**
                 * @description `RUNNING`: it works, and its gateway does not tell what for. `HEATING` is for rooms or for hot water.
                 * @enum {unknown}
                 */
                state?: "IDLE" | "STARTING" | "RUNNING" | "HEATING" | "COOLING" | "DEFROSTING" | "STOPPING" | "FAULT" | "TEST";
                /** @description Power of what is possible, %. */
                modulation?: number;
            }[];
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** Command */
        Command: {
            commandId: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            acceptedAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            sentAt?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            endedAt?: string;
            /**
             * Format: date-time
             * @description When it expires unless it ends before; a minute after it was sent at the latest.
             * @example 2026-01-15T06:30:00.000Z
             */
            expiresAt: string;
            /** @enum {unknown} */
            status: "ACCEPTED" | "SENT" | "CONFIRMED" | "REFUSED" | "SUPERSEDED" | "EXPIRED" | "PARTIAL";
            /** @description Why it was not carried out: `superseded-by`, `access-ended`, `protected`, `setpoints-inconsistent`, `no answer in time` (it was sent, and may have been carried out), `not sent in time`. */
            reason?: string;
            /** @description The newer command; left out when it is of another company. */
            supersededBy?: string;
            /** @description The protection rule that refused it. */
            rule?: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            allowedAt?: string;
            /** @description Hot water set-points that it would have made contradict each other by the time it could leave. */
            pair?: string[];
            /** @description The temperatures of `pair`. */
            values?: number[];
            results: {
                /**
                 * @description Leaf of the gateway.
                 * @example /heatingCircuits/hc1/operationMode
                 */
                resource: string;
                /** @enum {unknown} */
                status: "CONFIRMED" | "REFUSED";
                value?: (number | string) | string[] | {
                    /** @enum {unknown} */
                    dayOfWeek: "Mo" | "Tu" | "We" | "Th" | "Fr" | "Sa" | "Su";
                    /** @description Minutes since midnight. */
                    time: number;
                    setpoint: string | number;
                }[];
                error?: string;
            }[];
        };
        /** CommandAccepted */
        CommandAccepted: {
            commandId: string;
            /** @enum {unknown} */
            status: "ACCEPTED" | "SENT" | "CONFIRMED" | "REFUSED" | "SUPERSEDED" | "EXPIRED" | "PARTIAL";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            expiresAt: string;
        };
        CommandStatusEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "COMMAND_STATUS";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                commandId: string;
                /** @enum {unknown} */
                status: "ACCEPTED" | "SENT" | "CONFIRMED" | "REFUSED" | "SUPERSEDED" | "EXPIRED" | "PARTIAL";
                /** @description Why it was not carried out: `superseded-by`, `access-ended`, `protected`, `setpoints-inconsistent`, `no answer in time` (it was sent, and may have been carried out), `not sent in time`. */
                reason?: string;
                /** @description The newer command; left out when it is of another company. */
                supersededBy?: string;
                /** @description The protection rule that refused it. */
                rule?: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                allowedAt?: string;
                /** @description Hot water set-points that it would have made contradict each other by the time it could leave. */
                pair?: string[];
                /** @description The temperatures of `pair`. */
                values?: number[];
                results: {
                    /**
                     * @description Leaf of the gateway.
                     * @example /heatingCircuits/hc1/operationMode
                     */
                    resource: string;
                    /** @enum {unknown} */
                    status: "CONFIRMED" | "REFUSED";
                    value?: (number | string) | string[] | {
                        /** @enum {unknown} */
                        dayOfWeek: "Mo" | "Tu" | "We" | "Th" | "Fr" | "Sa" | "Su";
                        /** @description Minutes since midnight. */
                        time: number;
                        setpoint: string | number;
                    }[];
                    error?: string;
                }[];
            };
        };
        /** Component */
        Component: components["schemas"]["HeatPumpComponent"] | components["schemas"]["BoilerComponent"] | components["schemas"]["HybridComponent"] | components["schemas"]["CascadeComponent"] | components["schemas"]["HeatingCircuitComponent"] | components["schemas"]["DhwCircuitComponent"] | components["schemas"]["SolarComponent"] | components["schemas"]["VentilationComponent"] | components["schemas"]["PoolComponent"] | components["schemas"]["RoomControllerComponent"] | components["schemas"]["GatewayComponent"];
        ConnectivityStatusEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "CONNECTIVITY_STATUS";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                /** @enum {unknown} */
                status: "ONLINE" | "OFFLINE";
                /** @enum {unknown} */
                previous: "ONLINE" | "OFFLINE";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                since: string;
            };
        };
        ConsentOutdatedEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "CONSENT_OUTDATED";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                /**
                 * @description Nine digits, as on the label of the gateway.
                 * @example 101000001
                 */
                gatewayId: string;
                /** @description What the owner accepted. */
                givenVersion: string;
                /** @description What remote control needs from `effectiveFrom` on. */
                requiredVersion: string;
                /** @description Where the owner accepts it; carries no token. */
                updateUrl: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                effectiveFrom: string;
            };
        };
        /** ConsentReceipt */
        ConsentReceipt: {
            entry: {
                companyId: string;
                /** @description Number in the company's chain, without holes. */
                no: number;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                at: string;
                /** @enum {unknown} */
                action: "GIVEN" | "RENEWED" | "ENDED";
                /**
                 * @description Nine digits, as on the label of the gateway.
                 * @example 101000001
                 */
                gatewayId: string;
                /** @description Stands for the owner; of no meaning once the owner is forgotten. */
                ownerRef: string;
                /** @example 2024-07 */
                version: string;
                /**
                 * @description ISO 639-1 code of a language texts exist in.
                 * @enum {unknown}
                 */
                language: "en" | "de" | "nl" | "fr" | "sv";
                /** @description SHA-256, hexadecimal. */
                textHash: string;
                /** @description SHA-256, hexadecimal. */
                prevHash: string;
                /** @description SHA-256, hexadecimal. */
                hash: string;
            };
            /** @description The head of the company's chain at that moment. */
            head: {
                companyId: string;
                no: number;
                /** @description SHA-256, hexadecimal. */
                hash: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                at: string;
            };
            /** @description Key of the signature, see `keysUrl`. */
            kid: string;
            /** @description Base64url. */
            signature: string;
            /** @description What the owner accepted, to the letter. */
            text: string;
            keysUrl: string;
        };
        /** Contract */
        Contract: {
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId: string;
            /** @enum {unknown} */
            status: "PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED";
            /** @enum {unknown} */
            initiatedBy: "OWNER" | "PARTNER";
            /**
             * @description Brand of the gateway.
             * @enum {unknown}
             */
            brand: "BOSCH" | "BUDERUS" | "IVT";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            updatedAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            validUntil?: string;
            /** @enum {unknown} */
            closedBy?: "OWNER" | "TRANSFER" | "RELEASE" | "ACCOUNT_DELETION" | "OFFBOARDING";
            consent: {
                /**
                 * @description Version of the consent text the owner accepted.
                 * @example 2024-07
                 */
                version: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                givenAt: string;
                /**
                 * @description ISO 639-1 code of a language texts exist in.
                 * @enum {unknown}
                 */
                language: "en" | "de" | "nl" | "fr" | "sv";
                /** @description True: remote control answers 451 until the owner accepts again. */
                outdated: boolean;
            };
            scope: {
                monitoring: boolean;
                remoteControl: boolean;
                dataPoints: boolean;
            };
            partnerUserId?: string;
            /** @description Actions that are allowed now. */
            transitions: ("ACCEPT" | "REJECT" | "REVOKE" | "ACKNOWLEDGE")[];
        };
        /** ContractActionResults */
        ContractActionResults: {
            done: number;
            unchanged: number;
            refused: number;
            items: {
                /**
                 * @description Nine digits, as on the label of the gateway.
                 * @example 101000001
                 */
                gatewayId: string;
                /**
                 * @description `UNCHANGED`: the contract was there already.
                 * @enum {unknown}
                 */
                outcome: "DONE" | "UNCHANGED" | "REFUSED";
                /**
                 * @description After it; left out where the contract is gone.
                 * @enum {unknown}
                 */
                status?: "PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED";
                /** @enum {unknown} */
                code?: "request-invalid" | "version-unsupported" | "api-key-missing" | "api-key-malformed" | "api-key-unknown" | "api-key-expired" | "api-key-removed" | "owner-token-malformed" | "owner-token-unknown" | "owner-token-expired" | "sign-in-required" | "sign-in-refused" | "second-factor-required" | "email-in-use" | "link-not-valid" | "https-required" | "ip-not-allowed" | "company-suspended" | "company-offboarded" | "role-required" | "access-not-granted" | "scope-not-granted" | "read-only-token" | "main-owner-required" | "claim-refused" | "gatekeeper-not-eligible" | "not-found" | "offer-unknown" | "method-not-allowed" | "transition-not-allowed" | "export-running" | "nothing-to-undo" | "changed-since" | "version-conflict" | "last-administrator" | "company-not-available" | "presence-needed" | "limit-reached" | "key-limit-reached" | "setpoints-inconsistent" | "holiday-limit-reached" | "idempotency-in-progress" | "secret-already-shown" | "idempotency-key-reused" | "paging-required" | "cursor-expired" | "body-too-large" | "media-type-unsupported" | "headers-too-large" | "request-timeout" | "value-out-of-range" | "value-not-allowed" | "not-supported-by-gateway" | "firmware-outdated" | "superseded" | "protected" | "refused-by-gateway" | "rate-limit-exceeded" | "consent-outdated" | "internal" | "overloaded" | "gateway-offline";
                /** @description Why it was refused. */
                detail?: string;
            }[];
        };
        /** ContractActions */
        ContractActions: {
            /** @enum {unknown} */
            action: "ACCEPT" | "REJECT" | "REVOKE" | "ACKNOWLEDGE";
            gatewayIds: string[];
        };
        /** ContractPatch */
        ContractPatch: {
            /** @enum {unknown} */
            action: "ACCEPT" | "REJECT" | "REVOKE";
        };
        ContractStatusEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "CONTRACT_STATUS";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                /** @description Null: the contract is new. */
                from: ("PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED") | null;
                /** @enum {unknown} */
                to: "PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED";
                /** @enum {unknown} */
                actor: "OWNER" | "PARTNER" | "OPERATOR" | "SYSTEM";
                contract: components["schemas"]["Contract"];
            };
        };
        DailyAggregateEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "DAILY_AGGREGATE";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                /**
                 * @description Local day of the gateway.
                 * @example 2026-03-29
                 */
                date: string;
                timeZone: string;
                /** @description e.g. `hvac.compressor.domesticHotWater.numberOfStarts` */
                name: string;
                /** @description What was counted on that day. */
                value: number;
                unit?: string;
                /** @description Above 0: late reports have changed the day. */
                revision: number;
                /** @description Part of the day with a known value. */
                coverage: number;
            };
        };
        DataPointEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "DATA_POINT";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                points: {
                    /** @description e.g. `hvac.heatingCircuit.hc1.roomTemperature` */
                    name: string;
                    value: number | string;
                    unit?: string;
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    measuredAt: string;
                }[];
            };
        };
        /** DhwCharge */
        DhwCharge: {
            /**
             * @description START: an extra charge is under way. STOP: none is.
             * @enum {unknown}
             */
            status?: "START" | "STOP";
            remainingMinutes?: number;
            /** @description How long a charge lasts when it is started. */
            durationMinutes?: number;
            /** @description Temperature that a charge aims at, degrees Celsius. */
            setpoint?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** DhwChargeChanged */
        DhwChargeChanged: {
            /**
             * @description START: an extra charge is under way. STOP: none is.
             * @enum {unknown}
             */
            status?: "START" | "STOP";
            remainingMinutes?: number;
            /** @description How long a charge lasts when it is started. */
            durationMinutes?: number;
            /** @description Temperature that a charge aims at, degrees Celsius. */
            setpoint?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
            commandId: string;
        };
        /**
         * DhwChargeOrder
         * @description `durationMinutes` and `setpoint` go with START; left out, the gateway uses those it has.
         */
        DhwChargeOrder: {
            /**
             * @description START: an extra charge is under way. STOP: none is.
             * @enum {unknown}
             */
            status: "START" | "STOP";
            durationMinutes?: number;
            /** @description Temperature that the charge aims at, degrees Celsius. */
            setpoint?: number;
        };
        /** DhwCircuit */
        DhwCircuit: {
            /** @description `1` is `dhw1` of the gateway. */
            id: number;
            name: string;
            /** @enum {unknown} */
            operationMode?: "OFF" | "ECO_PLUS" | "ECO" | "COMFORT" | "AUTO";
            /** @description Those that are active, the highest priority first; `until` where the end is known. BOOST: Somebody asked for more heat or hot water for a limited time, more recently than for anything else. AWAY: Nobody is at home: switched by hand for the whole system, it outranks what was planned. HOLIDAY: Planned ahead for single circuits, it outranks their programs and modes until it ends. SUMMER: The circuit does not heat at all, whichever mode and set-point it has. WINTER: Heating is held on by hand; operation mode and set-points go on deciding how much. */
            overridingModes: {
                /** @enum {unknown} */
                mode: "BOOST" | "AWAY" | "HOLIDAY" | "SUMMER" | "WINTER";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                until?: string;
            }[];
            /** @enum {unknown} */
            requestedLevel?: "OFF" | "ECO_PLUS" | "ECO" | "COMFORT";
            /** @description Measured hot water temperature, degrees Celsius. */
            temperature?: number;
            /** @description Set-point in effect, degrees Celsius. */
            setpoint?: number;
            temperatureLevels?: {
                ecoPlus?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
                eco?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
                comfort?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
            };
            activeTimeProgram?: string;
            charge?: {
                /**
                 * @description START: an extra charge is under way. STOP: none is.
                 * @enum {unknown}
                 */
                status?: "START" | "STOP";
                remainingMinutes?: number;
                /** @description How long a charge lasts when it is started. */
                durationMinutes?: number;
                /** @description Temperature that a charge aims at, degrees Celsius. */
                setpoint?: number;
            };
            thermalDisinfection?: {
                enabled?: boolean;
                /** @enum {unknown} */
                weekday?: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
                /**
                 * @description Local time of the gateway.
                 * @example 02:00
                 */
                time?: string;
                /** @description Temperature the tank is heated to, degrees Celsius. */
                temperature?: number;
                running?: boolean;
            };
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** DhwCircuitComponent */
        DhwCircuitComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "DHW_CIRCUIT";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description As in `/dhwCircuits/{circuitId}`. */
            circuitId: number;
            /** @description Temperature of the hot water, degrees Celsius. */
            temperature?: number;
            /** @description Temperature that is asked for, degrees Celsius. */
            setpoint?: number;
            /** @description Temperature at the outlet, degrees Celsius. */
            outletTemperature?: number;
            /** @description Hot water drawn now, l/min. */
            volumeFlow?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** DhwCircuitPatch */
        DhwCircuitPatch: {
            /** @enum {unknown} */
            operationMode?: "OFF" | "ECO_PLUS" | "ECO" | "COMFORT" | "AUTO";
            temperatureLevels?: {
                ecoPlus?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
                eco?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
                comfort?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
            };
            activeTimeProgram?: string;
            thermalDisinfection?: {
                enabled?: boolean;
                /** @enum {unknown} */
                weekday?: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
                /**
                 * @description Local time of the gateway.
                 * @example 02:00
                 */
                time?: string;
                /** @description Temperature the tank is heated to, degrees Celsius. */
                temperature?: number;
            };
        };
        /** DhwCircuitPatched */
        DhwCircuitPatched: {
            /** @description `1` is `dhw1` of the gateway. */
            id: number;
            name: string;
            /** @enum {unknown} */
            operationMode?: "OFF" | "ECO_PLUS" | "ECO" | "COMFORT" | "AUTO";
            /** @description Those that are active, the highest priority first; `until` where the end is known. BOOST: Somebody asked for more heat or hot water for a limited time, more recently than for anything else. AWAY: Nobody is at home: switched by hand for the whole system, it outranks what was planned. HOLIDAY: Planned ahead for single circuits, it outranks their programs and modes until it ends. SUMMER: The circuit does not heat at all, whichever mode and set-point it has. WINTER: Heating is held on by hand; operation mode and set-points go on deciding how much. */
            overridingModes: {
                /** @enum {unknown} */
                mode: "BOOST" | "AWAY" | "HOLIDAY" | "SUMMER" | "WINTER";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                until?: string;
            }[];
            /** @enum {unknown} */
            requestedLevel?: "OFF" | "ECO_PLUS" | "ECO" | "COMFORT";
            /** @description Measured hot water temperature, degrees Celsius. */
            temperature?: number;
            /** @description Set-point in effect, degrees Celsius. */
            setpoint?: number;
            temperatureLevels?: {
                ecoPlus?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
                eco?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
                comfort?: {
                    /** @description Charging starts below it; on gateways without a stop it is the temperature of the level, degrees Celsius. */
                    start?: number;
                    /** @description Charging ends here, degrees Celsius. */
                    stop?: number;
                };
            };
            activeTimeProgram?: string;
            charge?: {
                /**
                 * @description START: an extra charge is under way. STOP: none is.
                 * @enum {unknown}
                 */
                status?: "START" | "STOP";
                remainingMinutes?: number;
                /** @description How long a charge lasts when it is started. */
                durationMinutes?: number;
                /** @description Temperature that a charge aims at, degrees Celsius. */
                setpoint?: number;
            };
            thermalDisinfection?: {
                enabled?: boolean;
                /** @enum {unknown} */
                weekday?: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
                /**
                 * @description Local time of the gateway.
                 * @example 02:00
                 */
                time?: string;
                /** @description Temperature the tank is heated to, degrees Celsius. */
                temperature?: number;
                running?: boolean;
            };
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
            commandId: string;
            /** @description An overriding mode is active: the change waits for the end of the highest one (null: end unknown). */
            withoutEffectUntil?: string | null;
        };
        /** EventCompleteness */
        EventCompleteness: {
            statement: {
                /** @enum {string} */
                kind: "hearthgate-event-completeness";
                /** @description Address of this server. */
                issuer: string;
                companyId: string;
                /**
                 * @description Nine digits, as on the label of the gateway.
                 * @example 101000001
                 */
                gatewayId: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                to: string;
                /**
                 * Format: date-time
                 * @description When this was stated. Up to `to`, or to this if it is earlier, nothing will be added to the log any more.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                asOf: string;
                /** @description Changes when the log is restored from a backup: numbers of another epoch are others. */
                logEpoch: number;
                /** @description Lowest `gatewayseq` in the span; null: no event. */
                first: number | null;
                /** @description Highest `gatewayseq` in the span. */
                last: number | null;
                /** @description Numbers from `first` to `last`. */
                expected: number;
                /** @description Events that stand in the log under them; `WITHHELD` ones too. */
                count: number;
                gaps: ({
                    /**
                     * @description Logged, but the right to see them has ended.
                     * @enum {string}
                     */
                    cause: "WITHHELD";
                    /** @description First `gatewayseq` of the gap. */
                    fromSeq: number;
                    /** @description Last `gatewayseq` of the gap. */
                    toSeq: number;
                } | {
                    /**
                     * @description Older than the log is kept. When they were recorded is not known any more; it may be before `from`.
                     * @enum {string}
                     */
                    cause: "EXPIRED";
                    /** @description First `gatewayseq` of the gap. */
                    fromSeq: number;
                    /** @description Last `gatewayseq` of the gap. */
                    toSeq: number;
                } | {
                    /**
                     * @description Numbered, but not in the log: a fault of this server.
                     * @enum {string}
                     */
                    cause: "MISSING";
                    /** @description First `gatewayseq` of the gap. */
                    fromSeq: number;
                    /** @description Last `gatewayseq` of the gap. */
                    toSeq: number;
                } | {
                    /**
                     * @description The gateway was cut off for so long that it gave reports up. They never became events, so no number is missing.
                     * @enum {string}
                     */
                    cause: "REPORTS_LOST";
                    reports: number;
                    /**
                     * Format: date-time
                     * @description ISO 8601, UTC.
                     * @example 2026-01-15T06:30:00.000Z
                     */
                    noticedAt: string;
                })[];
            };
            jws: string;
            keysUrl: string;
        };
        /** EventPage */
        EventPage: {
            items: components["schemas"]["HearthgateEvent"][];
            /** @description Never null: with it the next call goes on, now or in a week. */
            nextCursor: string;
            /** @description More may follow now. With filters a page may be short, or empty, before the last one. */
            hasMore: boolean;
        };
        FirmwareOutdatedEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "FIRMWARE_OUTDATED";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                /** @description What the gateway runs. */
                version: string;
                /** @description What it should run. */
                recommended?: string;
                /** @description What it has to run at least. */
                minimum?: string;
                /** @description It is older than `minimum`, so changes answer 422. */
                commandsRefused: boolean;
            };
        };
        /** FirstKey */
        FirstKey: {
            /** @example cmp_4fP1 */
            companyId: string;
            companyName: string;
            apiKey: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            expiresAt: string;
            /** @description Secrets that sign the events sent to each endpoint (Standard Webhooks). */
            webhooks: {
                name: string;
                url: string;
                secret: string;
            }[];
            /** @description A request to try the key with. */
            tryIt: string;
        };
        /** FleetPage */
        FleetPage: {
            items: components["schemas"]["FleetSystem"][];
            /** @description Null on the last page. */
            nextCursor: string | null;
            /** @description Systems that meet the filters. */
            total: number;
            /** @description How many each value of a filter would give, with the other filters as they are. */
            counts: {
                brand: {
                    BOSCH: number;
                    BUDERUS: number;
                    IVT: number;
                };
                gatewayType: {
                    ICOM: number;
                    K30: number;
                    K40: number;
                    EMS_ESP: number;
                };
                systemType: {
                    HEAT_PUMP: number;
                    BOILER: number;
                    HYBRID: number;
                    CASCADE: number;
                    UNKNOWN: number;
                };
                connectivity: {
                    ONLINE: number;
                    OFFLINE: number;
                };
                faults: {
                    true: number;
                    false: number;
                };
                contractStatus: {
                    PENDING: number;
                    ACTIVE: number;
                    PAUSED: number;
                    REJECTED: number;
                    REVOKED: number;
                    CLOSED: number;
                    EXPIRED: number;
                };
            };
        };
        /** FleetSystem */
        FleetSystem: {
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId: string;
            /**
             * @description Brand of the gateway.
             * @enum {unknown}
             */
            brand: "BOSCH" | "BUDERUS" | "IVT";
            /** @enum {unknown} */
            contractStatus: "PENDING" | "ACTIVE" | "PAUSED" | "REJECTED" | "REVOKED" | "CLOSED" | "EXPIRED";
            /** @description The contract is active and lets the company monitor. */
            monitored: boolean;
            /** @description Remote control answers 451. */
            consentOutdated: boolean;
            /**
             * @description Family of the gateway. `ICOM` is a word of the reference; the others are ours.
             * @enum {unknown}
             */
            gatewayType?: "ICOM" | "K30" | "K40" | "EMS_ESP";
            /** @enum {unknown} */
            systemType?: "HEAT_PUMP" | "BOILER" | "HYBRID" | "CASCADE" | "UNKNOWN";
            /** @enum {unknown} */
            connectivity?: "ONLINE" | "OFFLINE";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            lastSeen?: string;
            firmware?: string;
            activeNotifications: number;
            /** @description The gravest of the active ones. */
            notification?: {
                displayCode?: string;
                causeCode?: number;
                /**
                 * @description `WARNING` goes on working or recovers by itself, `BLOCKING` stops until the condition is gone, `LOCKING` stops until somebody resets it, `FAULT` is disturbed without more being known, `UNKNOWN` has no public meaning.
                 * @enum {unknown}
                 */
                class: "INFO" | "MAINTENANCE" | "WARNING" | "BLOCKING" | "LOCKING" | "FAULT" | "UNKNOWN";
                text: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                firstSeen: string;
            };
        };
        GapEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "GAP";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                /** @description Number of the first event that is lost to the endpoint. */
                from: number;
                /** @description Number of the last one. */
                to: number;
                /** @description Of all types, the endpoint's or not. */
                count: number;
            };
        };
        /** GatewayComponent */
        GatewayComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "GATEWAY";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description Every device that the gateway lists on the bus, those of other components included. */
            modules: {
                /** @description Address on the bus of the appliance. */
                address?: string;
                /** @description Name of the product, else of its hardware. */
                product?: string;
                /**
                 * @description The product's number on the bus.
                 * @example 208
                 */
                productId?: string;
                firmware?: string;
                serialNumber?: string;
            }[];
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        HeartbeatEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "HEARTBEAT";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                webhookId: string;
                name: string;
                /** @description As `nextCursor` of `GET /events`: everything before it was given to this endpoint. */
                cursor: string;
                /** @description Events that wait for this endpoint. */
                backlog: number;
            };
        };
        HearthgateEvent: components["schemas"]["ConnectivityStatusEvent"] | components["schemas"]["ApplianceStatusEvent"] | components["schemas"]["ContractStatusEvent"] | components["schemas"]["DataPointEvent"] | components["schemas"]["DailyAggregateEvent"] | components["schemas"]["CommandStatusEvent"] | components["schemas"]["ConsentOutdatedEvent"] | components["schemas"]["ApiKeyCreatedEvent"] | components["schemas"]["ApiKeyRemovedEvent"] | components["schemas"]["ApiKeyExpiringEvent"] | components["schemas"]["WebhookPausedEvent"] | components["schemas"]["FirmwareOutdatedEvent"] | components["schemas"]["GapEvent"] | components["schemas"]["WebhookTestEvent"] | components["schemas"]["HeartbeatEvent"] | components["schemas"]["WithheldEvent"];
        /** HeatPumpComponent */
        HeatPumpComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "HEAT_PUMP";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description As in `/heatSources/{heatSourceId}`. */
            heatSourceId: number;
            /**
             * @description `RUNNING`: it works, and its gateway does not tell what for. `HEATING` is for rooms or for hot water.
             * @enum {unknown}
             */
            state?: "IDLE" | "STARTING" | "RUNNING" | "HEATING" | "COOLING" | "DEFROSTING" | "STOPPING" | "FAULT" | "TEST";
            /** @description Flow temperature of the system, degrees Celsius. */
            flowTemperature?: number;
            /** @description Flow temperature that is asked for, degrees Celsius. */
            flowSetpoint?: number;
            /** @description Return temperature of the system, degrees Celsius. */
            returnTemperature?: number;
            /** @description Outdoor temperature, degrees Celsius. */
            outdoorTemperature?: number;
            /** @description Pressure of the heating water, bar. */
            systemPressure?: number;
            /** @description Power of what is possible, %. */
            modulation?: number;
            /** @description Electrical power of the compressors, W. */
            electricalPower?: number;
            /** @description Electrical power of the electric heater, W. */
            electricHeaterPower?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** HeatSource */
        HeatSource: {
            /** @description `1` is `hs1` of the gateway, or its only heat source. */
            id: number;
            name: string;
            /** @enum {unknown} */
            type: "HEAT_PUMP" | "BOILER" | "UNKNOWN";
            /**
             * @description `RUNNING`: it works, and its gateway does not tell what for. `HEATING` is for rooms or for hot water.
             * @enum {unknown}
             */
            state?: "IDLE" | "STARTING" | "RUNNING" | "HEATING" | "COOLING" | "DEFROSTING" | "STOPPING" | "FAULT" | "TEST";
            /**
             * @description Which sources of a hybrid work now.
             * @enum {unknown}
             */
            activeHeatSource?: "NONE" | "HEAT_PUMP" | "BOILER" | "HEAT_PUMP_AND_BOILER" | "ADDITIONAL_HEATER" | "HEAT_PUMP_AND_ADDITIONAL_HEATER";
            /** @description Power of what is possible, %. */
            modulation?: number;
            /** @description Speed of the compressor, %. */
            compressorSpeed?: number;
            /** @description Electrical power of the compressor, W. */
            electricalPower?: number;
            /** @description Heat given out, W. */
            thermalPower?: number;
            /** @description Flow temperature, degrees Celsius. */
            flowTemperature?: number;
            /** @description Return temperature, degrees Celsius. */
            returnTemperature?: number;
            starts?: {
                /** @description Starts. */
                total?: number;
                /** @description Starts, for rooms. */
                heating?: number;
                /** @description Starts, for hot water. */
                hotWater?: number;
                /** @description Starts, for cooling. */
                cooling?: number;
                /** @description Starts, for the pool. */
                pool?: number;
            };
            operatingHours?: {
                /** @description Hours. */
                total?: number;
                /** @description Hours, for rooms. */
                heating?: number;
                /** @description Hours, for hot water. */
                hotWater?: number;
                /** @description Hours, for cooling. */
                cooling?: number;
                /** @description Hours, for the pool. */
                pool?: number;
            };
            energy?: {
                total?: {
                    /** @description Heat or cold given out, kWh. */
                    produced?: number;
                    /** @description Taken in altogether, kWh, as the appliance estimates it. */
                    consumed?: number;
                    /** @description Taken in by the compressor, kWh. */
                    compressor?: number;
                    /** @description Taken in by the electric heater, kWh. */
                    electricHeater?: number;
                    /** @description Taken in by the burner, kWh. */
                    burner?: number;
                };
                heating?: {
                    /** @description Heat or cold given out, kWh. */
                    produced?: number;
                    /** @description Taken in altogether, kWh, as the appliance estimates it. */
                    consumed?: number;
                    /** @description Taken in by the compressor, kWh. */
                    compressor?: number;
                    /** @description Taken in by the electric heater, kWh. */
                    electricHeater?: number;
                    /** @description Taken in by the burner, kWh. */
                    burner?: number;
                };
                hotWater?: {
                    /** @description Heat or cold given out, kWh. */
                    produced?: number;
                    /** @description Taken in altogether, kWh, as the appliance estimates it. */
                    consumed?: number;
                    /** @description Taken in by the compressor, kWh. */
                    compressor?: number;
                    /** @description Taken in by the electric heater, kWh. */
                    electricHeater?: number;
                    /** @description Taken in by the burner, kWh. */
                    burner?: number;
                };
                cooling?: {
                    /** @description Heat or cold given out, kWh. */
                    produced?: number;
                    /** @description Taken in altogether, kWh, as the appliance estimates it. */
                    consumed?: number;
                    /** @description Taken in by the compressor, kWh. */
                    compressor?: number;
                    /** @description Taken in by the electric heater, kWh. */
                    electricHeater?: number;
                    /** @description Taken in by the burner, kWh. */
                    burner?: number;
                };
                pool?: {
                    /** @description Heat or cold given out, kWh. */
                    produced?: number;
                    /** @description Taken in altogether, kWh, as the appliance estimates it. */
                    consumed?: number;
                    /** @description Taken in by the compressor, kWh. */
                    compressor?: number;
                    /** @description Taken in by the electric heater, kWh. */
                    electricHeater?: number;
                    /** @description Taken in by the burner, kWh. */
                    burner?: number;
                };
            };
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** HeatingCircuit */
        HeatingCircuit: {
            /** @description `1` is `hc1` of the gateway. */
            id: number;
            name: string;
            /** @enum {unknown} */
            operationMode?: "OFF" | "MANUAL" | "AUTO";
            /** @description Those that are active, the highest priority first; `until` where the end is known. BOOST: Somebody asked for more heat or hot water for a limited time, more recently than for anything else. AWAY: Nobody is at home: switched by hand for the whole system, it outranks what was planned. HOLIDAY: Planned ahead for single circuits, it outranks their programs and modes until it ends. SUMMER: The circuit does not heat at all, whichever mode and set-point it has. WINTER: Heating is held on by hand; operation mode and set-points go on deciding how much. */
            overridingModes: {
                /** @enum {unknown} */
                mode: "BOOST" | "AWAY" | "HOLIDAY" | "SUMMER" | "WINTER";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                until?: string;
            }[];
            /** @description Measured room temperature, degrees Celsius. */
            roomTemperature?: number;
            /** @description Set-point in effect, degrees Celsius. */
            roomSetpoint?: number;
            /** @description Set-point of mode MANUAL, degrees Celsius. */
            manualRoomSetpoint?: number;
            /** @description Set-point until the next switch point, degrees Celsius. */
            temporaryRoomSetpoint?: number;
            temperatureLevels?: {
                comfort?: number;
                eco?: number;
            };
            /** @description Flow temperature, degrees Celsius. */
            flowTemperature?: number;
            /** @description Flow set-point, degrees Celsius. */
            flowSetpoint?: number;
            /** @enum {unknown} */
            pump?: "ON" | "OFF";
            activeTimeProgram?: string;
            summerWinter?: {
                /** @enum {unknown} */
                mode?: "AUTO" | "SUMMER" | "WINTER";
                /** @description Outdoor temperature above which mode AUTO does not heat, degrees Celsius. */
                threshold?: number;
                /** @enum {unknown} */
                current?: "WINTER" | "SUMMER" | "COOLING";
            };
            boost?: {
                active: boolean;
                remainingMinutes?: number;
                temperature?: number;
            };
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** HeatingCircuitComponent */
        HeatingCircuitComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "HEATING_CIRCUIT";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description As in `/heatingCircuits/{circuitId}`. */
            circuitId: number;
            /** @description Room temperature, degrees Celsius. */
            roomTemperature?: number;
            /** @description Room temperature that is asked for, degrees Celsius. */
            roomSetpoint?: number;
            /** @description Flow temperature, degrees Celsius. */
            flowTemperature?: number;
            /** @description Flow temperature that is asked for, degrees Celsius. */
            flowSetpoint?: number;
            /** @description Relative humidity of the room, %. */
            humidity?: number;
            /** @enum {unknown} */
            pump?: "ON" | "OFF";
            /** @description Position of the mixer, %. */
            mixerPosition?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** HeatingCircuitPatch */
        HeatingCircuitPatch: {
            /** @enum {unknown} */
            operationMode?: "OFF" | "MANUAL" | "AUTO";
            /** @description Set-point of mode MANUAL, degrees Celsius. */
            manualRoomSetpoint?: number;
            /** @description Null clears the temporary set-point. */
            temporaryRoomSetpoint?: number | null;
            temperatureLevels?: {
                comfort?: number;
                eco?: number;
            };
            activeTimeProgram?: string;
            summerWinter?: {
                /** @enum {unknown} */
                mode?: "AUTO" | "SUMMER" | "WINTER";
                /** @description Outdoor temperature above which mode AUTO does not heat, degrees Celsius. */
                threshold?: number;
            };
            boost?: {
                active: boolean;
                durationMinutes?: number;
                temperature?: number;
            };
        };
        /** HeatingCircuitPatched */
        HeatingCircuitPatched: {
            /** @description `1` is `hc1` of the gateway. */
            id: number;
            name: string;
            /** @enum {unknown} */
            operationMode?: "OFF" | "MANUAL" | "AUTO";
            /** @description Those that are active, the highest priority first; `until` where the end is known. BOOST: Somebody asked for more heat or hot water for a limited time, more recently than for anything else. AWAY: Nobody is at home: switched by hand for the whole system, it outranks what was planned. HOLIDAY: Planned ahead for single circuits, it outranks their programs and modes until it ends. SUMMER: The circuit does not heat at all, whichever mode and set-point it has. WINTER: Heating is held on by hand; operation mode and set-points go on deciding how much. */
            overridingModes: {
                /** @enum {unknown} */
                mode: "BOOST" | "AWAY" | "HOLIDAY" | "SUMMER" | "WINTER";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                until?: string;
            }[];
            /** @description Measured room temperature, degrees Celsius. */
            roomTemperature?: number;
            /** @description Set-point in effect, degrees Celsius. */
            roomSetpoint?: number;
            /** @description Set-point of mode MANUAL, degrees Celsius. */
            manualRoomSetpoint?: number;
            /** @description Set-point until the next switch point, degrees Celsius. */
            temporaryRoomSetpoint?: number;
            temperatureLevels?: {
                comfort?: number;
                eco?: number;
            };
            /** @description Flow temperature, degrees Celsius. */
            flowTemperature?: number;
            /** @description Flow set-point, degrees Celsius. */
            flowSetpoint?: number;
            /** @enum {unknown} */
            pump?: "ON" | "OFF";
            activeTimeProgram?: string;
            summerWinter?: {
                /** @enum {unknown} */
                mode?: "AUTO" | "SUMMER" | "WINTER";
                /** @description Outdoor temperature above which mode AUTO does not heat, degrees Celsius. */
                threshold?: number;
                /** @enum {unknown} */
                current?: "WINTER" | "SUMMER" | "COOLING";
            };
            boost?: {
                active: boolean;
                remainingMinutes?: number;
                temperature?: number;
            };
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
            commandId: string;
            /** @description An overriding mode is active: the change waits for the end of the highest one (null: end unknown). */
            withoutEffectUntil?: string | null;
        };
        /** Holiday */
        Holiday: {
            /**
             * @description The slot of the gateway that it takes.
             * @example hm1
             */
            holidayId: string;
            /**
             * Format: date
             * @description First day, by the calendar where the gateway stands.
             * @example 2026-07-18
             */
            start: string;
            /**
             * Format: date
             * @description Last day; the holiday ends when it is over.
             * @example 2026-07-18
             */
            end: string;
            /** @description Circuits it holds for. Gateways that have no such choice hold it for all. */
            assignedTo?: string[];
            /** @enum {unknown} */
            heatingMode?: "SATURDAY" | "FIX_TEMPERATURE" | "ECO" | "OFF";
            /**
             * @description OFF_TD is the second kind of off that gateways have (`OFF_TD`, `TD_OFF`); the vendor documents neither how the two differ.
             * @enum {unknown}
             */
            dhwMode?: "SATURDAY" | "COMFORT" | "ECO" | "ECO_PLUS" | "OFF" | "OFF_TD";
            /** @description Room temperature of heating mode FIX_TEMPERATURE, degrees Celsius. */
            temperature?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
        };
        /** HolidayChanged */
        HolidayChanged: {
            /**
             * @description The slot of the gateway that it takes.
             * @example hm1
             */
            holidayId: string;
            /**
             * Format: date
             * @description First day, by the calendar where the gateway stands.
             * @example 2026-07-18
             */
            start: string;
            /**
             * Format: date
             * @description Last day; the holiday ends when it is over.
             * @example 2026-07-18
             */
            end: string;
            /** @description Circuits it holds for. Gateways that have no such choice hold it for all. */
            assignedTo?: string[];
            /** @enum {unknown} */
            heatingMode?: "SATURDAY" | "FIX_TEMPERATURE" | "ECO" | "OFF";
            /**
             * @description OFF_TD is the second kind of off that gateways have (`OFF_TD`, `TD_OFF`); the vendor documents neither how the two differ.
             * @enum {unknown}
             */
            dhwMode?: "SATURDAY" | "COMFORT" | "ECO" | "ECO_PLUS" | "OFF" | "OFF_TD";
            /** @description Room temperature of heating mode FIX_TEMPERATURE, degrees Celsius. */
            temperature?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            commandId: string;
        };
        /**
         * HolidayOrder
         * @description Left out: `assignedTo` is all circuits, `heatingMode` ECO and `dhwMode` OFF where the gateway knows them, `temperature` the one the slot has.
         */
        HolidayOrder: {
            /**
             * Format: date
             * @description First day, by the calendar where the gateway stands.
             * @example 2026-07-18
             */
            start: string;
            /**
             * Format: date
             * @description Last day; the holiday ends when it is over.
             * @example 2026-07-18
             */
            end: string;
            /** @description Circuits it holds for. Gateways that have no such choice hold it for all. */
            assignedTo?: string[];
            /** @enum {unknown} */
            heatingMode?: "SATURDAY" | "FIX_TEMPERATURE" | "ECO" | "OFF";
            /**
             * @description OFF_TD is the second kind of off that gateways have (`OFF_TD`, `TD_OFF`); the vendor documents neither how the two differ.
             * @enum {unknown}
             */
            dhwMode?: "SATURDAY" | "COMFORT" | "ECO" | "ECO_PLUS" | "OFF" | "OFF_TD";
            /** @description Room temperature of heating mode FIX_TEMPERATURE, degrees Celsius. */
            temperature?: number;
        };
        /** Hvac */
        Hvac: {
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId: string;
            /**
             * @description Family of the gateway. `ICOM` is a word of the reference; the others are ours.
             * @enum {unknown}
             */
            gatewayType: "ICOM" | "K30" | "K40" | "EMS_ESP";
            /**
             * @description Brand of the gateway.
             * @enum {unknown}
             */
            brand: "BOSCH" | "BUDERUS" | "IVT";
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            lastSeen?: string;
            firmware: {
                version?: string;
                upToDate: boolean;
            };
            /** @enum {unknown} */
            systemType: "HEAT_PUMP" | "BOILER" | "HYBRID" | "CASCADE" | "UNKNOWN";
            activeNotifications: number;
            capabilities: {
                /** @description At least one leaf of a circuit is writable. */
                remoteControl: boolean;
                heatingCircuits: {
                    id: number;
                    readable: string[];
                    writable: string[];
                }[];
                dhwCircuits: {
                    id: number;
                    readable: string[];
                    writable: string[];
                }[];
                heatSources: {
                    id: number;
                }[];
                /** @description The system can be told that nobody is at home. */
                away: boolean;
                /** @description How many holidays can be planned at a time. */
                holidays: number;
            };
        };
        /** HvacSummary */
        HvacSummary: {
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId: string;
            /**
             * @description Family of the gateway. `ICOM` is a word of the reference; the others are ours.
             * @enum {unknown}
             */
            gatewayType: "ICOM" | "K30" | "K40" | "EMS_ESP";
            /**
             * @description Brand of the gateway.
             * @enum {unknown}
             */
            brand: "BOSCH" | "BUDERUS" | "IVT";
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            lastSeen?: string;
            firmware: {
                version?: string;
                upToDate: boolean;
            };
            /** @enum {unknown} */
            systemType: "HEAT_PUMP" | "BOILER" | "HYBRID" | "CASCADE" | "UNKNOWN";
            activeNotifications: number;
        };
        /** HybridComponent */
        HybridComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "HYBRID";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /**
             * @description Which sources of a hybrid work now.
             * @enum {unknown}
             */
            activeHeatSource?: "NONE" | "HEAT_PUMP" | "BOILER" | "HEAT_PUMP_AND_BOILER" | "ADDITIONAL_HEATER" | "HEAT_PUMP_AND_ADDITIONAL_HEATER";
            /** @description Flow temperature of the system, degrees Celsius. */
            flowTemperature?: number;
            /** @description Flow temperature that is asked for, degrees Celsius. */
            flowSetpoint?: number;
            /** @description Return temperature of the system, degrees Celsius. */
            returnTemperature?: number;
            /** @description Outdoor temperature, degrees Celsius. */
            outdoorTemperature?: number;
            /** @description Pressure of the heating water, bar. */
            systemPressure?: number;
            /** @description Power of what is possible, %. */
            modulation?: number;
            /** @description Electrical power of the compressors, W. */
            electricalPower?: number;
            /** @description Electrical power of the electric heater, W. */
            electricHeaterPower?: number;
            heatSources: {
                /** @description As in `/heatSources/{heatSourceId}`. */
                heatSourceId: number;
                /** @enum {unknown} */
                type: "HEAT_PUMP" | "BOILER" | "UNKNOWN";
                /** @description Name of the product, else of its hardware. */
                product?: string;
                /**
                 * @description The product's number on the bus.
                 * @example 208
                 */
                productId?: string;
                firmware?: string;
                serialNumber?: string;
                /**
                 * @description `RUNNING`: it works, and its gateway does not tell what for. `HEATING` is for rooms or for hot water.
                 * @enum {unknown}
                 */
                state?: "IDLE" | "STARTING" | "RUNNING" | "HEATING" | "COOLING" | "DEFROSTING" | "STOPPING" | "FAULT" | "TEST";
                /** @description Power of what is possible, %. */
                modulation?: number;
            }[];
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** NewWebhook */
        NewWebhook: {
            /** @description What the endpoint is known by; unique in the company. */
            name?: string;
            /** @description https on port 443 or 8443, on a host of the company's `webhookHosts`. */
            url: string;
            /** @description Left out when it is made: the types of the reference. */
            eventTypes?: ("CONNECTIVITY_STATUS" | "APPLIANCE_STATUS" | "CONTRACT_STATUS" | "DATA_POINT" | "DAILY_AGGREGATE" | "COMMAND_STATUS" | "CONSENT_OUTDATED" | "API_KEY_CREATED" | "API_KEY_REMOVED" | "API_KEY_EXPIRING" | "WEBHOOK_PAUSED" | "FIRMWARE_OUTDATED")[];
            /** @description Events in one request: 1 sends one object, more an array. */
            batch?: number;
            /**
             * @description `ONCE` as the reference: what fails is not tried again, but stays in the log.
             * @enum {unknown}
             */
            delivery?: "AT_LEAST_ONCE" | "ONCE";
            /** @description Older events are not sent any more; null: no limit. */
            maxAgeHours?: number | null;
            /**
             * @description Sent with every request, at most 10, 4 kB together. Kept encrypted and never shown again; replaced as a whole.
             * @example {
             *       "authorization": "Bearer ..."
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /**
             * @description Of Standard Webhooks: `v1` with a shared secret, or `v1a` with a key pair. It stays as it was made.
             * @enum {unknown}
             */
            signature?: "HMAC_SHA256" | "ED25519";
            /** @description Sends a HEARTBEAT when nothing else was sent for so long; null: none. */
            heartbeatMinutes?: number | null;
            /**
             * @description Of the event format.
             * @enum {string}
             */
            version?: "1";
            /** @description Nothing is sent; the backlog is kept. */
            paused?: boolean;
        };
        /** Notification */
        Notification: {
            /** @description The same from `RAISED` to `RESOLVED`. */
            notificationId: string;
            /** @example A32 */
            displayCode?: string;
            /** @example 3122 */
            causeCode?: number;
            /**
             * @description `WARNING` goes on working or recovers by itself, `BLOCKING` stops until the condition is gone, `LOCKING` stops until somebody resets it, `FAULT` is disturbed without more being known, `UNKNOWN` has no public meaning.
             * @enum {unknown}
             */
            class: "INFO" | "MAINTENANCE" | "WARNING" | "BLOCKING" | "LOCKING" | "FAULT" | "UNKNOWN";
            /** @description The part that the code names: `hc2`, `dhw1`, `hs1`, `system`. Left out where it names none. */
            component?: string;
            /** @enum {unknown} */
            state: "ACTIVE" | "RESOLVED";
            /** @description In the language of `Content-Language`; neutral, with the raw code, where no meaning is public. */
            text: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            firstSeen: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            resolvedAt?: string;
            /** @description How often it has appeared since `firstSeen`. */
            occurrences: number;
        };
        /** PoolComponent */
        PoolComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "POOL";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description Temperature of the pool, degrees Celsius. */
            temperature?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** ProgramPoint */
        ProgramPoint: {
            /** @enum {unknown} */
            day: "MO" | "TU" | "WE" | "TH" | "FR" | "SA" | "SU";
            /**
             * @description Local time of the gateway. `24:00` where the gateway counts to the end of a day.
             * @example 06:30
             */
            time: string;
            /**
             * @description One of `limits.levels`: `comfort`, `eco`, `ecoPlus`, `off`, `on`, or the own word of the gateway; where the program has `limits.temperature`, degrees Celsius.
             * @example comfort
             */
            level: string | number;
        };
        /** PublicKeys */
        PublicKeys: {
            keys: {
                /** @enum {string} */
                kty: "OKP";
                /** @enum {string} */
                crv: "Ed25519";
                kid: string;
                x: string;
                /** @enum {string} */
                alg: "EdDSA";
                /** @enum {string} */
                use: "sig";
            }[];
        };
        /** RecordedPoints */
        RecordedPoints: {
            items: {
                dataPoint: string;
                unit?: string;
                /** @enum {unknown} */
                kind: "STATE" | "COUNTER";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                lastAt: string;
            }[];
            nextCursor: null;
        };
        /** Recordings */
        Recordings: {
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId: string;
            /** @example hvac.heatingCircuit.hc1.roomTemperature */
            dataPoint: string;
            unit?: string;
            /** @enum {unknown} */
            kind: "STATE" | "COUNTER";
            /** @enum {unknown} */
            resolution: "RAW" | "PT1H" | "P1D" | "P1M";
            /**
             * @description In which days and months begin.
             * @example Europe/Berlin
             */
            timeZone: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            from: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            to: string;
            count: number;
            items: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                to?: string;
                /** @description RAW: as it was measured. */
                value?: number;
                /** @description States: weighted by the time each value held. */
                mean?: number;
                /** @description States. */
                min?: number;
                /** @description States. */
                max?: number;
                /** @description The last known value. */
                last?: number;
                /** @description Counters: how much they counted; one that began again at 0 counts on. */
                increase?: number;
                /** @description Part of the bucket with a known value; the present one is never complete. */
                coverage?: number;
            }[];
            /** @description Where no value is known, which is half an hour after the last one. P1D and P1M: whole days; `coverage` tells of shorter gaps. */
            gaps: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                to: string;
                /** @enum {string} */
                reason: "NOT_REPORTED";
            }[];
            /** @description Reports that the gateway made and could not keep until they were taken over. */
            lostReports: {
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                noticedAt: string;
                count: number;
            }[];
            nextCursor: string | null;
        };
        /** RegistrationAccepted */
        RegistrationAccepted: {
            /** @example reg_4fP1 */
            registrationId: string;
            /** @description Shows the state: `Authorization: Bearer <token>`. Keep it. */
            token: string;
            /** @enum {unknown} */
            status: "APPLIED" | "APPROVED" | "REFUSED";
        };
        /** RegistrationData */
        RegistrationData: {
            name: string;
            legalForm?: string;
            address: {
                street: string;
                postalCode: string;
                city: string;
                /**
                 * @description ISO 3166-1 alpha-2.
                 * @example DE
                 */
                country: string;
            };
            vatId?: string;
            website?: string;
            administrator: {
                name: string;
                email: string;
            };
            /**
             * @description Brand of the gateway.
             * @enum {unknown}
             */
            brand: "BOSCH" | "BUDERUS" | "IVT";
            message?: string;
        };
        /** RegistrationState */
        RegistrationState: {
            registrationId: string;
            /** @enum {unknown} */
            status: "APPLIED" | "APPROVED" | "REFUSED";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            appliedAt: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            decidedAt?: string;
            /** @description Why it was refused. */
            reason?: string;
            /** @description Of the company, once it is approved. */
            companyId?: string;
        };
        /** Replay */
        Replay: {
            /** @example rpl_01J */
            replayId: string;
            /** @enum {unknown} */
            status: "RUNNING" | "DONE" | "CANCELLED";
            /** @description Events that it found when it was asked for. */
            total: number;
            delivered: number;
            failed: number;
            /** @description The right to them has ended. */
            withheld: number;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            createdAt: string;
            /** @description Null: it is running. */
            endedAt: string | null;
        };
        /**
         * ReplayOrder
         * @description Either `from` and `to`, or `ids`.
         */
        ReplayOrder: {
            /**
             * Format: date-time
             * @description What was logged from then on, of the types of the endpoint.
             * @example 2026-01-15T06:30:00.000Z
             */
            from?: string;
            /**
             * Format: date-time
             * @description What was logged until then.
             * @example 2026-01-15T06:30:00.000Z
             */
            to?: string;
            /** @description Single events, of any type. */
            ids?: string[];
        };
        /** RoomControllerComponent */
        RoomControllerComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "ROOM_CONTROLLER";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description The heating circuit it belongs to. */
            circuitId?: number;
            /** @description Room temperature, degrees Celsius. */
            roomTemperature?: number;
            /** @description Room temperature that is asked for, degrees Celsius. */
            roomSetpoint?: number;
            /** @description Relative humidity, %. */
            humidity?: number;
            /** @description How far its valve is open, %. */
            valvePosition?: number;
            /** @enum {unknown} */
            battery?: "OK" | "LOW" | "EMPTY" | "NONE";
            /** @description Signal of its radio, dB or %, as the gateway has it. */
            signal?: number;
            /** @enum {unknown} */
            signalQuality?: "NONE" | "POOR" | "GOOD" | "VERY_GOOD";
            /** @enum {unknown} */
            radio?: "ONLINE" | "OFFLINE";
            /** @description The rooms that are controlled together with it. */
            zone?: {
                id: number;
                name?: string;
                /** @description Mean of the zone, degrees Celsius. */
                temperature?: number;
                /** @description Temperature that is asked for in the zone, degrees Celsius. */
                setpoint?: number;
                /** @description Mean of the zone, %. */
                humidity?: number;
            };
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** SignatureFindings */
        SignatureFindings: {
            /** @description A receiver that checks correctly takes it. */
            genuine: boolean;
            /** @description The secret of this endpoint that signed it, as far as that was found out. */
            signedWith: ("CURRENT" | "PREVIOUS") | null;
            parts: {
                /** @enum {unknown} */
                part: "ID" | "TIMESTAMP" | "SIGNATURE" | "BODY";
                /** @description Null: cannot be told while another part is wrong. */
                ok: boolean | null;
                /** @enum {unknown} */
                reason?: "ID_MISSING" | "ID_CHANGED" | "TIMESTAMP_MISSING" | "TIMESTAMP_MALFORMED" | "TIMESTAMP_TOO_OLD" | "TIMESTAMP_IN_FUTURE" | "TIMESTAMP_CHANGED" | "SIGNATURE_MISSING" | "SIGNATURE_MALFORMED" | "SIGNATURE_VERSION" | "SIGNATURE_UNKNOWN" | "SECRET_ENDED" | "OTHER_ENDPOINT" | "BODY_EMPTY" | "BODY_ENCODING" | "BODY_WHITESPACE" | "BODY_RESERIALISED" | "BODY_CHANGED";
                /** @description What was found and what helps, in English. */
                detail?: string;
            }[];
        };
        /** SignatureQuestion */
        SignatureQuestion: {
            /** @description As received; names in any case. Those that do not begin with `webhook-` are not looked at. */
            headers: {
                [key: string]: string;
            };
            /** @description The body as your code has it. */
            body: string;
            /**
             * @description `BASE64`: the bytes themselves. `UTF8` when left out.
             * @enum {unknown}
             */
            bodyEncoding?: "UTF8" | "BASE64";
            /**
             * Format: date-time
             * @description When it was received, for one of earlier; now when left out.
             * @example 2026-01-15T06:30:00.000Z
             */
            receivedAt?: string;
        };
        /** SolarComponent */
        SolarComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "SOLAR";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @description Temperature of the collector, degrees Celsius. */
            collectorTemperature?: number;
            /** @description Temperature of the tank, degrees Celsius. */
            tankTemperature?: number;
            /** @description Temperature at the bottom of the tank, degrees Celsius. */
            tankBottomTemperature?: number;
            /** @enum {unknown} */
            pump?: "ON" | "OFF";
            /** @description Speed of the pump, %. */
            pumpModulation?: number;
            /** @description Heat gained in the past hour, kWh. */
            yieldOfLastHour?: number;
            /** @description Heat gained so far, kWh. */
            yieldTotal?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** TimeProgram */
        TimeProgram: {
            /** @description As the gateway calls it, and `activeTimeProgram` of the circuit names it; `P1` to `P4` where the platform executes it. */
            id: string;
            /** @description From Monday to Sunday; left out where `unavailable` says why. */
            switchPoints?: components["schemas"]["ProgramPoint"][];
            /**
             * @description Who switches at the switch points: the platform where the gateway has no programs of its own.
             * @enum {unknown}
             */
            executedBy: "GATEWAY" | "PLATFORM";
            /** @description Is it the program that the circuit follows, of the gateway in mode AUTO? Left out where the gateway does not tell. */
            active?: boolean;
            writable: boolean;
            limits: {
                /** @description Times are multiples of it. */
                rasterMinutes?: number;
                maxPoints: number;
                maxPointsPerDay?: number;
                /** @description Is `24:00` a time? */
                endOfDay: boolean;
                /** @description The levels that a switch point names. */
                levels?: string[];
                /** @description In place of `levels`: switch points name temperatures. */
                temperature?: {
                    min: number;
                    max: number;
                    step: number;
                };
            };
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** TimeProgramOrder */
        TimeProgramOrder: {
            /** @description In any order; replaces all switch points that the program has. */
            switchPoints: components["schemas"]["ProgramPoint"][];
        };
        /** TimeProgramReplaced */
        TimeProgramReplaced: {
            /** @description As the gateway calls it, and `activeTimeProgram` of the circuit names it; `P1` to `P4` where the platform executes it. */
            id: string;
            /** @description From Monday to Sunday; left out where `unavailable` says why. */
            switchPoints?: components["schemas"]["ProgramPoint"][];
            /**
             * @description Who switches at the switch points: the platform where the gateway has no programs of its own.
             * @enum {unknown}
             */
            executedBy: "GATEWAY" | "PLATFORM";
            /** @description Is it the program that the circuit follows, of the gateway in mode AUTO? Left out where the gateway does not tell. */
            active?: boolean;
            writable: boolean;
            limits: {
                /** @description Times are multiples of it. */
                rasterMinutes?: number;
                maxPoints: number;
                maxPointsPerDay?: number;
                /** @description Is `24:00` a time? */
                endOfDay: boolean;
                /** @description The levels that a switch point names. */
                levels?: string[];
                /** @description In place of `levels`: switch points name temperatures. */
                temperature?: {
                    min: number;
                    max: number;
                    step: number;
                };
            };
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
            /** @description Left out where the platform executes the program: nothing is sent for it. */
            commandId?: string;
        };
        /** VentilationComponent */
        VentilationComponent: {
            /** @description Unique within the system: `hc1`, `dhw1`, `hs1`, `device2` ... */
            id: string;
            /** @enum {string} */
            type: "VENTILATION";
            /** @description As its owner calls it, else its id. */
            name: string;
            /** @description Name of the product, else of its hardware. */
            product?: string;
            /**
             * @description The product's number on the bus.
             * @example 208
             */
            productId?: string;
            firmware?: string;
            serialNumber?: string;
            /** @enum {unknown} */
            fanLevel?: "OFF" | "MIN" | "REDUCED" | "NOMINAL" | "MAX" | "DEMAND";
            /** @description Power of the exhaust fan, %. */
            exhaustFanPower?: number;
            /** @description Power of the supply fan, %. */
            supplyFanPower?: number;
            /** @description Speed of the exhaust fan, rpm. */
            exhaustFanSpeed?: number;
            /** @description Speed of the supply fan, rpm. */
            supplyFanSpeed?: number;
            /** @description Air to the rooms, degrees Celsius. */
            supplyTemperature?: number;
            /** @description Air from the rooms, degrees Celsius. */
            extractTemperature?: number;
            /** @description Air to the outside, degrees Celsius. */
            exhaustTemperature?: number;
            /** @description Air from the outside, degrees Celsius. */
            outdoorTemperature?: number;
            /** @description Relative humidity of the air from the rooms, %. */
            humidity?: number;
            /** @description Air quality in the rooms, ppm. */
            airQuality?: number;
            /** @description How far the summer bypass is open, %. */
            bypass?: number;
            /** @description Until the filter is due. */
            filterRemainingMinutes?: number;
            /** @description Hours it has run. */
            operatingHours?: number;
            /** @description Fields the gateway has but cannot give a value for, and why. */
            unavailable: {
                field: string;
                /** @enum {unknown} */
                reason: "SENSOR_OPEN" | "SENSOR_SHORT" | "OFF" | "NOT_SET" | "INVALID" | "NOT_REPORTED" | "OUT_OF_RANGE" | "UNKNOWN_WORD" | "ENUM_UNLEARNED";
            }[];
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            asOf?: string;
            /** @enum {unknown} */
            connectivity: "ONLINE" | "OFFLINE";
        };
        /** Webhook */
        Webhook: {
            /** @example whk_01J */
            webhookId: string;
            /**
             * @description Who made it: the operator with the onboarding document, or the company by this API.
             * @enum {unknown}
             */
            managedBy: "OPERATOR" | "COMPANY";
            /** @description What the endpoint is known by; unique in the company. */
            name: string;
            /** @description https on port 443 or 8443, on a host of the company's `webhookHosts`. */
            url: string;
            /** @description Left out when it is made: the types of the reference. */
            eventTypes: ("CONNECTIVITY_STATUS" | "APPLIANCE_STATUS" | "CONTRACT_STATUS" | "DATA_POINT" | "DAILY_AGGREGATE" | "COMMAND_STATUS" | "CONSENT_OUTDATED" | "API_KEY_CREATED" | "API_KEY_REMOVED" | "API_KEY_EXPIRING" | "WEBHOOK_PAUSED" | "FIRMWARE_OUTDATED")[];
            /** @description Events in one request: 1 sends one object, more an array. */
            batch: number;
            /**
             * @description `ONCE` as the reference: what fails is not tried again, but stays in the log.
             * @enum {unknown}
             */
            delivery: "AT_LEAST_ONCE" | "ONCE";
            /** @description Older events are not sent any more; null: no limit. */
            maxAgeHours: number | null;
            /** @description Names of `headers`; their values are not shown. */
            headerNames: string[];
            /**
             * @description Of Standard Webhooks: `v1` with a shared secret, or `v1a` with a key pair. It stays as it was made.
             * @enum {unknown}
             */
            signature: "HMAC_SHA256" | "ED25519";
            /** @description Of ED25519: the newest first; until its end the old one signs too. */
            publicKeys?: {
                /** @example whpk_... */
                publicKey: string;
                /** @description Null: no end. */
                validUntil: string | null;
            }[];
            /** @description Until then the secret before the last rotation signs too. */
            previousSecretUntil: string | null;
            /** @description Sends a HEARTBEAT when nothing else was sent for so long; null: none. */
            heartbeatMinutes: number | null;
            /**
             * @description Of the event format.
             * @enum {string}
             */
            version: "1";
            /** @description Nothing is sent; the backlog is kept. */
            paused: boolean;
            /** @description `GONE`: it answered 410. `FAILING`: it took nothing over for seven days. */
            pausedReason: ("COMPANY" | "OPERATOR" | "GONE" | "FAILING") | null;
            /** @description Null: not paused. */
            pausedAt: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            createdAt: string;
            state: {
                /**
                 * @description `WAITING`: the last request failed, the next one is at `nextAttemptAt`.
                 * @enum {unknown}
                 */
                status: "DELIVERING" | "WAITING" | "PAUSED";
                /** @description When it last answered 2xx. */
                lastSuccessAt: string | null;
                /** @description In a row, of the endpoint as a whole. */
                failures: number;
                /** @description Of the first of these failures. */
                failingSince: string | null;
                /** @description Null: at once. */
                nextAttemptAt: string | null;
                backlog: {
                    /** @description That wait for this endpoint, parked ones included. */
                    events: number;
                    /** @description There are more than were counted. */
                    atLeast: boolean;
                    /** @description When the oldest of them was logged. */
                    oldestAt: string | null;
                };
                /** @description Events that failed again and again while others went through; they are still tried. */
                parked: number;
                /** @description Null: nothing waits. */
                catchUp: {
                    /** @description From now on, with the wait until `startsAt`; of a paused endpoint from when it goes on. A quarter more than the backlog takes at `ratePerSecond`. */
                    seconds: number;
                    ratePerSecond: number;
                    /** @description False: the endpoint has not shown its rate yet, and this one is assumed. */
                    measured: boolean;
                    /** @description Null: when the endpoint is not paused any more. */
                    startsAt: string | null;
                } | null;
            };
        };
        /** WebhookAttempt */
        WebhookAttempt: {
            /** @example att_4711 */
            attemptId: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            at: string;
            /** @enum {unknown} */
            kind: "LIVE" | "REPLAY" | "TEST" | "HEARTBEAT" | "GAP";
            /** @description `webhook-id` of the request: the event, or the batch. */
            messageId: string;
            /** @description In the request. */
            events: number;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId?: string;
            /**
             * @description The right to hear of the gateway has ended.
             * @enum {boolean}
             */
            gatewayWithheld?: true;
            /** @description Which one of this message it was. */
            attempt: number;
            /**
             * @description `PARKED`: failed, and the gateway goes on without it. `GAVE_UP`: failed for the last time. `WITHHELD`: the right has ended. `TOO_OLD`: older than `maxAgeHours`.
             * @enum {unknown}
             */
            outcome: "DELIVERED" | "FAILED" | "PARKED" | "GAVE_UP" | "WITHHELD" | "TOO_OLD";
            /** @description Null: there was no answer. */
            httpStatus: number | null;
            /** @description Why there was none; null: there was one. */
            error: string | null;
            /** @description Until the answer; null: nothing was sent. */
            latencyMs: number | null;
            /** @description The first bytes of the answer. */
            answer: string | null;
        };
        /** WebhookAttemptDetail */
        WebhookAttemptDetail: {
            /** @example att_4711 */
            attemptId: string;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            at: string;
            /** @enum {unknown} */
            kind: "LIVE" | "REPLAY" | "TEST" | "HEARTBEAT" | "GAP";
            /** @description `webhook-id` of the request: the event, or the batch. */
            messageId: string;
            /** @description In the request. */
            events: number;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayId?: string;
            /**
             * @description The right to hear of the gateway has ended.
             * @enum {boolean}
             */
            gatewayWithheld?: true;
            /** @description Which one of this message it was. */
            attempt: number;
            /**
             * @description `PARKED`: failed, and the gateway goes on without it. `GAVE_UP`: failed for the last time. `WITHHELD`: the right has ended. `TOO_OLD`: older than `maxAgeHours`.
             * @enum {unknown}
             */
            outcome: "DELIVERED" | "FAILED" | "PARKED" | "GAVE_UP" | "WITHHELD" | "TOO_OLD";
            /** @description Null: there was no answer. */
            httpStatus: number | null;
            /** @description Why there was none; null: there was one. */
            error: string | null;
            /** @description Until the answer; null: nothing was sent. */
            latencyMs: number | null;
            /** @description The first bytes of the answer. */
            answer: string | null;
            /** @description Byte for byte as it was sent, but for `parkedBefore`; null when `bodyState` is `NOT_KEPT`. */
            body: string | null;
            /**
             * @description `WITHHELD`: the right to an event has ended, its content is left out. `NOT_KEPT`: it does not stand in the log.
             * @enum {unknown}
             */
            bodyState: "AS_SENT" | "WITHHELD" | "NOT_KEPT";
        };
        /** WebhookPatch */
        WebhookPatch: {
            /** @description What the endpoint is known by; unique in the company. */
            name?: string;
            /** @description https on port 443 or 8443, on a host of the company's `webhookHosts`. */
            url?: string;
            /** @description Left out when it is made: the types of the reference. */
            eventTypes?: ("CONNECTIVITY_STATUS" | "APPLIANCE_STATUS" | "CONTRACT_STATUS" | "DATA_POINT" | "DAILY_AGGREGATE" | "COMMAND_STATUS" | "CONSENT_OUTDATED" | "API_KEY_CREATED" | "API_KEY_REMOVED" | "API_KEY_EXPIRING" | "WEBHOOK_PAUSED" | "FIRMWARE_OUTDATED")[];
            /** @description Events in one request: 1 sends one object, more an array. */
            batch?: number;
            /**
             * @description `ONCE` as the reference: what fails is not tried again, but stays in the log.
             * @enum {unknown}
             */
            delivery?: "AT_LEAST_ONCE" | "ONCE";
            /** @description Older events are not sent any more; null: no limit. */
            maxAgeHours?: number | null;
            /**
             * @description Sent with every request, at most 10, 4 kB together. Kept encrypted and never shown again; replaced as a whole.
             * @example {
             *       "authorization": "Bearer ..."
             *     }
             */
            headers?: {
                [key: string]: string;
            };
            /** @description Sends a HEARTBEAT when nothing else was sent for so long; null: none. */
            heartbeatMinutes?: number | null;
            /**
             * @description Of the event format.
             * @enum {string}
             */
            version?: "1";
            /** @description Nothing is sent; the backlog is kept. */
            paused?: boolean;
        };
        WebhookPausedEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "WEBHOOK_PAUSED";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                webhookId: string;
                name: string;
                /**
                 * @description `GONE`: it answered 410. `FAILING`: it took nothing over for seven days.
                 * @enum {unknown}
                 */
                reason: "GONE" | "FAILING";
                /**
                 * Format: date-time
                 * @description ISO 8601, UTC.
                 * @example 2026-01-15T06:30:00.000Z
                 */
                since: string;
            };
        };
        WebhookTestEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "WEBHOOK_TEST";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: {
                webhookId: string;
                name: string;
            };
        };
        /** WebhookTestResult */
        WebhookTestResult: {
            /** @enum {unknown} */
            outcome: "DELIVERED" | "FAILED";
            /** @description Null: there was no answer. */
            httpStatus: number | null;
            /** @description Why there was none; null: there was one. */
            error: string | null;
            /** @description Until the answer; null: nothing was sent. */
            latencyMs: number | null;
            /** @description The first bytes of the answer. */
            answer: string | null;
        };
        /** WebhookWithSecret */
        WebhookWithSecret: {
            /** @example whk_01J */
            webhookId: string;
            /**
             * @description Who made it: the operator with the onboarding document, or the company by this API.
             * @enum {unknown}
             */
            managedBy: "OPERATOR" | "COMPANY";
            /** @description What the endpoint is known by; unique in the company. */
            name: string;
            /** @description https on port 443 or 8443, on a host of the company's `webhookHosts`. */
            url: string;
            /** @description Left out when it is made: the types of the reference. */
            eventTypes: ("CONNECTIVITY_STATUS" | "APPLIANCE_STATUS" | "CONTRACT_STATUS" | "DATA_POINT" | "DAILY_AGGREGATE" | "COMMAND_STATUS" | "CONSENT_OUTDATED" | "API_KEY_CREATED" | "API_KEY_REMOVED" | "API_KEY_EXPIRING" | "WEBHOOK_PAUSED" | "FIRMWARE_OUTDATED")[];
            /** @description Events in one request: 1 sends one object, more an array. */
            batch: number;
            /**
             * @description `ONCE` as the reference: what fails is not tried again, but stays in the log.
             * @enum {unknown}
             */
            delivery: "AT_LEAST_ONCE" | "ONCE";
            /** @description Older events are not sent any more; null: no limit. */
            maxAgeHours: number | null;
            /** @description Names of `headers`; their values are not shown. */
            headerNames: string[];
            /**
             * @description Of Standard Webhooks: `v1` with a shared secret, or `v1a` with a key pair. It stays as it was made.
             * @enum {unknown}
             */
            signature: "HMAC_SHA256" | "ED25519";
            /** @description Of ED25519: the newest first; until its end the old one signs too. */
            publicKeys?: {
                /** @example whpk_... */
                publicKey: string;
                /** @description Null: no end. */
                validUntil: string | null;
            }[];
            /** @description Until then the secret before the last rotation signs too. */
            previousSecretUntil: string | null;
            /** @description Sends a HEARTBEAT when nothing else was sent for so long; null: none. */
            heartbeatMinutes: number | null;
            /**
             * @description Of the event format.
             * @enum {string}
             */
            version: "1";
            /** @description Nothing is sent; the backlog is kept. */
            paused: boolean;
            /** @description `GONE`: it answered 410. `FAILING`: it took nothing over for seven days. */
            pausedReason: ("COMPANY" | "OPERATOR" | "GONE" | "FAILING") | null;
            /** @description Null: not paused. */
            pausedAt: string | null;
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            createdAt: string;
            state: {
                /**
                 * @description `WAITING`: the last request failed, the next one is at `nextAttemptAt`.
                 * @enum {unknown}
                 */
                status: "DELIVERING" | "WAITING" | "PAUSED";
                /** @description When it last answered 2xx. */
                lastSuccessAt: string | null;
                /** @description In a row, of the endpoint as a whole. */
                failures: number;
                /** @description Of the first of these failures. */
                failingSince: string | null;
                /** @description Null: at once. */
                nextAttemptAt: string | null;
                backlog: {
                    /** @description That wait for this endpoint, parked ones included. */
                    events: number;
                    /** @description There are more than were counted. */
                    atLeast: boolean;
                    /** @description When the oldest of them was logged. */
                    oldestAt: string | null;
                };
                /** @description Events that failed again and again while others went through; they are still tried. */
                parked: number;
                /** @description Null: nothing waits. */
                catchUp: {
                    /** @description From now on, with the wait until `startsAt`; of a paused endpoint from when it goes on. A quarter more than the backlog takes at `ratePerSecond`. */
                    seconds: number;
                    ratePerSecond: number;
                    /** @description False: the endpoint has not shown its rate yet, and this one is assumed. */
                    measured: boolean;
                    /** @description Null: when the endpoint is not paused any more. */
                    startsAt: string | null;
                } | null;
            };
            /**
             * @description Of HMAC_SHA256, shown this once: store it now. ED25519 has `publicKeys` instead.
             * @example whsec_...
             */
            secret?: string;
        };
        WithheldEvent: {
            /** @constant */
            specversion: "1.0";
            /** @example evt_01J */
            id: string;
            /** @description `/hvacs/{gatewayId}` or `/companies/{companyId}` */
            source: string;
            /** @constant */
            type: "WITHHELD";
            /**
             * Format: date-time
             * @description ISO 8601, UTC.
             * @example 2026-01-15T06:30:00.000Z
             */
            time: string;
            /** @constant */
            datacontenttype: "application/json";
            companyid: string;
            /**
             * @description Nine digits, as on the label of the gateway.
             * @example 101000001
             */
            gatewayid?: string;
            gatewayseq?: number;
            /** @description `gatewayseq` of the event of this gateway that preceded it for this subscription; 0: the first. */
            previousseq?: number;
            /** @description Measured while the gateway was out of reach. */
            late?: boolean;
            /** @description `gatewayseq` of the oldest event of this gateway that this endpoint has refused again and again; it is still tried. */
            parkedBefore?: number;
            data: Record<string, never>;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccessExplanation = components['schemas']['AccessExplanation'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyCreated = components['schemas']['ApiKeyCreated'];
export type ApiKeyCreatedEvent = components['schemas']['ApiKeyCreatedEvent'];
export type ApiKeyExpiringEvent = components['schemas']['ApiKeyExpiringEvent'];
export type ApiKeyInfo = components['schemas']['ApiKeyInfo'];
export type ApiKeyRemovedEvent = components['schemas']['ApiKeyRemovedEvent'];
export type ApplianceStatusEvent = components['schemas']['ApplianceStatusEvent'];
export type Away = components['schemas']['Away'];
export type AwayChanged = components['schemas']['AwayChanged'];
export type AwayOrder = components['schemas']['AwayOrder'];
export type BoilerComponent = components['schemas']['BoilerComponent'];
export type CascadeComponent = components['schemas']['CascadeComponent'];
export type Command = components['schemas']['Command'];
export type CommandAccepted = components['schemas']['CommandAccepted'];
export type CommandStatusEvent = components['schemas']['CommandStatusEvent'];
export type Component = components['schemas']['Component'];
export type ConnectivityStatusEvent = components['schemas']['ConnectivityStatusEvent'];
export type ConsentOutdatedEvent = components['schemas']['ConsentOutdatedEvent'];
export type ConsentReceipt = components['schemas']['ConsentReceipt'];
export type Contract = components['schemas']['Contract'];
export type ContractActionResults = components['schemas']['ContractActionResults'];
export type ContractActions = components['schemas']['ContractActions'];
export type ContractPatch = components['schemas']['ContractPatch'];
export type ContractStatusEvent = components['schemas']['ContractStatusEvent'];
export type DailyAggregateEvent = components['schemas']['DailyAggregateEvent'];
export type DataPointEvent = components['schemas']['DataPointEvent'];
export type DhwCharge = components['schemas']['DhwCharge'];
export type DhwChargeChanged = components['schemas']['DhwChargeChanged'];
export type DhwChargeOrder = components['schemas']['DhwChargeOrder'];
export type DhwCircuit = components['schemas']['DhwCircuit'];
export type DhwCircuitComponent = components['schemas']['DhwCircuitComponent'];
export type DhwCircuitPatch = components['schemas']['DhwCircuitPatch'];
export type DhwCircuitPatched = components['schemas']['DhwCircuitPatched'];
export type EventCompleteness = components['schemas']['EventCompleteness'];
export type EventPage = components['schemas']['EventPage'];
export type FirmwareOutdatedEvent = components['schemas']['FirmwareOutdatedEvent'];
export type FirstKey = components['schemas']['FirstKey'];
export type FleetPage = components['schemas']['FleetPage'];
export type FleetSystem = components['schemas']['FleetSystem'];
export type GapEvent = components['schemas']['GapEvent'];
export type GatewayComponent = components['schemas']['GatewayComponent'];
export type HeartbeatEvent = components['schemas']['HeartbeatEvent'];
export type HearthgateEvent = components['schemas']['HearthgateEvent'];
export type HeatPumpComponent = components['schemas']['HeatPumpComponent'];
export type HeatSource = components['schemas']['HeatSource'];
export type HeatingCircuit = components['schemas']['HeatingCircuit'];
export type HeatingCircuitComponent = components['schemas']['HeatingCircuitComponent'];
export type HeatingCircuitPatch = components['schemas']['HeatingCircuitPatch'];
export type HeatingCircuitPatched = components['schemas']['HeatingCircuitPatched'];
export type Holiday = components['schemas']['Holiday'];
export type HolidayChanged = components['schemas']['HolidayChanged'];
export type HolidayOrder = components['schemas']['HolidayOrder'];
export type Hvac = components['schemas']['Hvac'];
export type HvacSummary = components['schemas']['HvacSummary'];
export type HybridComponent = components['schemas']['HybridComponent'];
export type NewWebhook = components['schemas']['NewWebhook'];
export type Notification = components['schemas']['Notification'];
export type PoolComponent = components['schemas']['PoolComponent'];
export type ProgramPoint = components['schemas']['ProgramPoint'];
export type PublicKeys = components['schemas']['PublicKeys'];
export type RecordedPoints = components['schemas']['RecordedPoints'];
export type Recordings = components['schemas']['Recordings'];
export type RegistrationAccepted = components['schemas']['RegistrationAccepted'];
export type RegistrationData = components['schemas']['RegistrationData'];
export type RegistrationState = components['schemas']['RegistrationState'];
export type Replay = components['schemas']['Replay'];
export type ReplayOrder = components['schemas']['ReplayOrder'];
export type RoomControllerComponent = components['schemas']['RoomControllerComponent'];
export type SignatureFindings = components['schemas']['SignatureFindings'];
export type SignatureQuestion = components['schemas']['SignatureQuestion'];
export type SolarComponent = components['schemas']['SolarComponent'];
export type TimeProgram = components['schemas']['TimeProgram'];
export type TimeProgramOrder = components['schemas']['TimeProgramOrder'];
export type TimeProgramReplaced = components['schemas']['TimeProgramReplaced'];
export type VentilationComponent = components['schemas']['VentilationComponent'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookAttempt = components['schemas']['WebhookAttempt'];
export type WebhookAttemptDetail = components['schemas']['WebhookAttemptDetail'];
export type WebhookPatch = components['schemas']['WebhookPatch'];
export type WebhookPausedEvent = components['schemas']['WebhookPausedEvent'];
export type WebhookTestEvent = components['schemas']['WebhookTestEvent'];
export type WebhookTestResult = components['schemas']['WebhookTestResult'];
export type WebhookWithSecret = components['schemas']['WebhookWithSecret'];
export type WithheldEvent = components['schemas']['WithheldEvent'];
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
