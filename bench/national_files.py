"""Files in the shape of the national database's, of procedures that do not exist.

As long, and with as many ways of filing, papers and legal bases, as the real ones are on
average (8 KB; 2, 4 and 3).
"""

import json

ACTIONS = (
    *("Cấp", "Cấp lại", "Cấp đổi", "Gia hạn", "Điều chỉnh", "Thu hồi"),
    *("Đăng ký", "Đăng ký lại", "Xóa đăng ký", "Thay đổi", "Công nhận"),
    *("Chấm dứt", "Xác nhận", "Thẩm định", "Phê duyệt", "Bổ sung"),
    *("Chuyển nhượng", "Tạm dừng", "Khôi phục", "Đính chính"),
)
OBJECTS = (
    *("giấy phép trưng bày đèn lồng", "giấy chứng nhận vườn cây cảnh"),
    *("chứng chỉ người làm diều", "sổ theo dõi bến thuyền nhỏ"),
    *("giấy phép mở lớp dạy đan lát", "biển hiệu quán trà vỉa hè"),
    *("phương án nuôi ong lấy mật", "bản đồ lối đi trong chợ phiên"),
    *("giấy phép thả hoa đăng", "hồ sơ bảo quản tranh làng nghề"),
    *("chứng nhận nghệ nhân làm bánh", "đề án phố đi bộ cuối tuần"),
    *("giấy phép biểu diễn múa rối", "quy chế kho lúa giống"),
    *("giấy phép đặt ghế công viên", "danh sách cây cổ thụ cần giữ"),
    *("giấy phép bến đò ngang", "kế hoạch phòng cháy nhà sàn"),
    *("chứng nhận nước mắm làng chài", "giấy phép trạm sạc xe đạp"),
    *("phương án thoát nước ngõ hẹp", "giấy phép chợ hoa ngày Tết"),
    *("giấy phép xe ngựa du lịch", "bản vẽ sân chơi trẻ em"),
    *("chứng nhận muối phơi cát", "giấy phép quay phim ở đình làng"),
    *("tài khoản thư viện lưu động", "giấy phép bè nuôi cá lồng"),
    *("hợp đồng thuê gian hàng lưu niệm", "giấy phép trồng sen hồ công"),
    *("quy trình sơ chế hạt điều", "giấy phép đèn tín hiệu thuyền"),
    *("chứng nhận gốm nung củi", "giấy phép tổ chức đua ghe"),
    *("hồ sơ nhạc cụ dân tộc", "giấy phép dựng rạp cưới"),
    *("phương án đón khách nhà vườn", "giấy phép xe hàng rong"),
    *("chứng nhận vải dệt tay", "giấy phép khoan giếng vườn"),
    *("thẻ người giữ rừng tràm", "giấy phép sân bóng xóm"),
    *("hồ sơ thuyền cứu hộ", "giấy phép nhà lưới trồng rau"),
    *("chứng nhận lò rèn", "giấy phép hội thi thả diều"),
    *("đăng bạ tàu chở dừa", "giấy phép bảng tin thôn"),
    *("chứng nhận vườn chim", "giấy phép kho đông lạnh nhỏ"),
)
FOR = ("đối với cá nhân", "đối với tổ chức")
FIELDS = 40
SENTENCE = (
    "Bước {number}: Cơ quan tiếp nhận kiểm tra thành phần hồ sơ, vào sổ, chuyển bộ phận "
    "chuyên môn xem xét nội dung và thông báo cho người nộp qua tin nhắn hoặc điện thoại. "
)
CONDITION = (
    "Điều kiện {number}: Địa điểm bảo đảm an toàn, có lối thoát hiểm, có người chịu trách "
    "nhiệm và không ảnh hưởng đến sinh hoạt của khu dân cư lân cận.\n"
)
STEPS, CONDITIONS = 16, 10
CHANNELS = ("Trực tiếp", "Trực tuyến")
PAPERS = ("Đơn đề nghị", "Bản thuyết minh", "Bản vẽ vị trí", "Giấy cam kết")


def files(count, edition=1):
    """Yield (name, bytes) of `count` files; an edition differs in its terms."""
    names = (
        f"{action} {what} {whom}"
        for whom in FOR
        for what in OBJECTS
        for action in ACTIONS
    )
    for number, name in zip(range(count), names, strict=False):
        code = f"9.{100_000 + number}"
        content = json.dumps(_file(code, name, number, edition), ensure_ascii=False)
        yield f"{code}.json", content.encode()


def named(rows):
    """Yield (name, bytes) of files for procedures that there are.

    :param rows: dicts `code`, `name` and `field`
    """
    for number, row in enumerate(rows):
        content = _file(row["code"], row["name"], number, 1)
        content["metadata"]["lĩnh_vực"] = row["field"]
        yield f"{row['code']}.json", json.dumps(content, ensure_ascii=False).encode()


def _file(code, name, number, edition):
    field = number % FIELDS
    return {
        "thu_tuc_id": code,
        "source_file": f"ChiTietTTHC_{code}.doc",
        "metadata": {
            "mã_thủ_tục": code,
            "tên_thủ_tục": name,
            "số_quyết_định": f"Quyết định số {1 + field}/QĐ-MAU",
            "cấp_thực_hiện": "Cấp Tỉnh",
            "loại_thủ_tục": "TTHC được luật giao quy định chi tiết",
            "lĩnh_vực": f"Lĩnh vực mẫu {field + 1}",
        },
        "content": {
            "trình_tự_thực_hiện": "".join(
                SENTENCE.format(number=step) for step in range(1, STEPS + 1)
            ),
            "cách_thức_thực_hiện": "",
            "đối_tượng_thực_hiện": "Công dân Việt Nam, Doanh nghiệp",
            "cơ_quan_thực_hiện": f"Sở Mẫu {field % 12 + 1}",
            "cơ_quan_có_thẩm_quyền": f"Sở Mẫu {field % 12 + 1}",
            "cơ_quan_được_ủy_quyền": "Không có thông tin",
            "cơ_quan_phối_hợp": "Không có thông tin",
            "địa_chỉ_tiếp_nhận_hs": "Trung tâm Phục vụ hành chính công tỉnh Mẫu",
            "kết_quả_thực_hiện": "Giấy chứng nhận hoặc văn bản trả lời",
            "yêu_cầu_điều_kiện_thực_hiện": "".join(
                CONDITION.format(number=one) for one in range(1, CONDITIONS + 1)
            ),
            "từ_khóa": "Không có thông tin",
            "mô_tả": "Không có thông tin",
        },
        "tables": {
            "hinh_thuc_nop": [
                {
                    "hinh_thuc": channel,
                    "thoi_han_giai_quyet": f"{10 - edition:02} Ngày làm việc",
                    "phi_le_phi": "Lệ phí : 30.000 Đồng",
                    "mo_ta": "",
                }
                for channel in CHANNELS
            ],
            "thanh_phan_ho_so": [
                {
                    "ten_giay_to": f"- {paper} {name[0].lower()}{name[1:]}",
                    "so_luong": "",
                    "ghi_chu": "Bản chính: 1\nBản sao: 0",
                }
                for paper in PAPERS
            ],
            "can_cu_phap_ly": [
                {
                    "so_ky_hieu": f"{basis}/2024/NQ-MAU",
                    "trich_yeu": f"Nghị quyết mẫu số {basis}",
                    "ngay_ban_hanh": "05-01-2024",
                    "co_quan_ban_hanh": "Hội đồng nhân dân tỉnh Mẫu",
                }
                for basis in (field + 1, field + 2, field + 3)
            ],
        },
    }
