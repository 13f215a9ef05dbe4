"""A file of the national database, and how tests of its import change it."""

import copy
import json

from .common_catalogue import CatalogueCase

FILE = {
    "thu_tuc_id": "9.900020",
    "source_file": "ChiTietTTHC_9.900020.doc",
    "metadata": {
        "mã_thủ_tục": "9.900020",
        "tên_thủ_tục": "Cấp giấy thử nghiệm",
        "số_quyết_định": "Quyết định số 12/QĐ-BTN",
        "cấp_thực_hiện": "Cấp Tỉnh, Cấp Xã",
        "loại_thủ_tục": "TTHC được luật giao quy định chi tiết",
        "lĩnh_vực": "Thử nghiệm",
    },
    "content": {
        "trình_tự_thực_hiện": "Bước 1: Nộp hồ sơ.",
        "đối_tượng_thực_hiện": "Công dân T, Doanh nghiệp T",
        "cơ_quan_thực_hiện": "Department T, Cơ quan lạ",
        "cơ_quan_có_thẩm_quyền": "Ủy ban T",
        "kết_quả_thực_hiện": "Giấy thử nghiệm",
        "yêu_cầu_điều_kiện_thực_hiện": "Đủ 18 tuổi",
        "từ_khóa": "giấy thử, phép thử",
        "điều_lạ": "Không ai biết",
    },
    "tables": {
        "hinh_thuc_nop": [
            {
                "hinh_thuc": "Trực tiếp",
                "thoi_han_giai_quyet": "20 Ngày làm việc",
                "phi_le_phi": "Phí : 150.000 Đồng/lần (Cấp mới)",
                "mo_ta": "Tại quầy",
            },
            {
                "hinh_thuc": "Trực tuyến",
                "thoi_han_giai_quyet": "Trước khi tàu rời cảng",
                "phi_le_phi": "Lệ phí : theo thông tư",
                "mo_ta": "",
            },
            {
                "hinh_thuc": "Dịch vụ bưu chính",
                "thoi_han_giai_quyet": "Không quy định",
                "phi_le_phi": "Phí : 0.5 USD",
                "mo_ta": "",
            },
        ],
        "thanh_phan_ho_so": [
            {
                "ten_giay_to": "- Tờ khai;",
                "so_luong": "Mau1.doc",
                "ghi_chu": "Bản chính: 1\nBản sao: 0",
            },
            {
                "ten_giay_to": "Bản sao giấy tờ (nếu có)",
                "so_luong": "",
                "ghi_chu": "Bản chính: 0\nBản sao: 2",
            },
        ],
        "can_cu_phap_ly": [
            {
                "so_ky_hieu": "12",
                "trich_yeu": "Quyết định số 12/2021/QĐ-TTg về thử nghiệm",
                "ngay_ban_hanh": "24-03-2021",
                "co_quan_ban_hanh": "Thủ tướng",
            }
        ],
    },
}


class NationalCase(CatalogueCase):
    def data(self, **changes):
        """Bytes of FILE with some keys changed, as {"path/to/key": value}."""
        tree = copy.deepcopy(FILE)
        for path, value in changes.items():
            *way, last = path.split("/")
            place = tree
            for key in way:
                place = place[int(key) if key.isdigit() else key]
            place[last] = value
        return json.dumps(tree, ensure_ascii=False).encode()

    def load(self, *files):
        return self.manager["onestop.procedure"]._import_national(
            [("a.json", file) if isinstance(file, bytes) else file for file in files]
        )

    def counts(self, report):
        names = ("read", "new", "changed", "unchanged", "refused")
        return tuple(report[name] for name in names)

    def version(self, code="9.900020"):
        versions = self.manager["onestop.procedure.version"]
        return versions.search([("procedure_id.code", "=", code)], limit=1)
