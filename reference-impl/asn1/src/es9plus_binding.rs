//! The ASN.1 binding of ES9+ and ES11: the one request and the one response in an HTTP body, SGP.22 §6.6.

use crate::macros::choice;
use crate::{
    AuthenticateClientRequest, AuthenticateClientResponseEs9, AuthenticateClientResponseEs11, CancelSessionRequestEs9,
    CancelSessionResponseEs9, GetBoundProfilePackageRequest, GetBoundProfilePackageResponse, HandleNotification,
    InitiateAuthenticationRequest, InitiateAuthenticationResponse,
};

choice! {
    /// Any request of ES9+ or ES11, SGP.22 §6.6.1; `A2`.
    RemoteProfileProvisioningRequest [Context 2] {
        /// `BF39`.
        InitiateAuthenticationRequest "initiateAuthenticationRequest" [Own]: InitiateAuthenticationRequest,
        /// `BF3B`.
        AuthenticateClientRequest "authenticateClientRequest" [Own]: AuthenticateClientRequest,
        /// `BF3A`.
        GetBoundProfilePackageRequest "getBoundProfilePackageRequest" [Own]: GetBoundProfilePackageRequest,
        /// `BF41`.
        CancelSessionRequestEs9 "cancelSessionRequestEs9" [Own]: CancelSessionRequestEs9,
        /// `BF3D`.
        HandleNotification "handleNotification" [Own]: HandleNotification,
    }
}

choice! {
    /// Any answer of ES9+ or ES11, SGP.22 §6.6.2; `A2`.
    RemoteProfileProvisioningResponse [Context 2] {
        /// `BF39`.
        InitiateAuthenticationResponse "initiateAuthenticationResponse" [Own]: InitiateAuthenticationResponse,
        /// `BF3B`.
        AuthenticateClientResponseEs9 "authenticateClientResponseEs9" [Own]: AuthenticateClientResponseEs9,
        /// `BF3A`.
        GetBoundProfilePackageResponse "getBoundProfilePackageResponse" [Own]: GetBoundProfilePackageResponse,
        /// `BF41`.
        CancelSessionResponseEs9 "cancelSessionResponseEs9" [Own]: CancelSessionResponseEs9,
        /// `BF40`.
        AuthenticateClientResponseEs11 "authenticateClientResponseEs11" [Own]: AuthenticateClientResponseEs11,
    }
}
