"""The certificate for the local network names this machine's addresses and is kept, so browsers ask once."""

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta

from cryptography import x509

from sinew.apps.practice.operations.lan import addresses, certificate

TODAY = datetime.now(UTC).date()


def test_the_certificate_names_the_addresses_and_a_server_can_use_it(tmp_path):
    made = certificate(tmp_path, ("192.168.7.20", "localhost"), today=TODAY)
    pem = made.key_and_chain.read_text()
    found = x509.load_pem_x509_certificates(pem[pem.index("-----BEGIN CERTIFICATE") :].encode())[0]
    names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.IPAddress) == [ipaddress.ip_address("192.168.7.20")]
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.key_and_chain)
    assert made.key_and_chain.stat().st_mode & 0o077 == 0


def test_the_same_certificate_is_used_until_it_no_longer_fits(tmp_path):
    first = certificate(tmp_path, ("192.168.7.20",), today=TODAY).key_and_chain.read_bytes()
    assert certificate(tmp_path, ("192.168.7.20",), today=TODAY).key_and_chain.read_bytes() == first
    assert certificate(tmp_path, ("192.168.7.21",), today=TODAY).key_and_chain.read_bytes() != first
    last = certificate(tmp_path, ("192.168.7.21",), today=TODAY).key_and_chain.read_bytes()
    later = TODAY + timedelta(days=90)
    assert certificate(tmp_path, ("192.168.7.21",), today=later).key_and_chain.read_bytes() != last


def test_no_loopback_address_is_offered_to_a_phone():
    assert not [found for found in addresses() if found.startswith("127.")]
